// The page of the web chat: shows rooms and lines, sends words, taps, photos and positions.
// A module (Chrome 61), and no syntax newer than 2017, so that old Android WebViews run it.

const base = location.pathname.replace(/[^/]*$/, '');

const $ = (id) => document.getElementById(id);
const list = $('lines');
const box = $('talk-text');
const focused = () => document.activeElement || document.body;
let lang = 'zh-CN';
let texts = {};
let rooms = new Map();
let active = null; // the room that is shown
let seq = 0; // of the last event
const t = (key) => texts[key] || key;

/** Words go in as text, never as markup. Attributes without a value are left out. */
function make(tag, className, text, attributes) {
	const el = document.createElement(tag);
	el.className = className || '';
	el.textContent = text || '';
	set(el, attributes || {});
	return el;
}

function button(className, text, onclick, attributes) {
	const el = make('button', className, text, attributes);
	el.type = 'button';
	el.onclick = onclick;
	return el;
}

function set(el, attributes) {
	Object.keys(attributes).forEach((k) => {
		if (attributes[k]) el.setAttribute(k, attributes[k]);
		else el.removeAttribute(k);
	});
}

/** Storage may be closed (private mode, full): the page works without. Reads without a value; '' removes. */
function keep(key, value, store) {
	try {
		const s = window[store || 'sessionStorage'];
		const name = 'gw:' + base + ':' + key;
		if (value === undefined) return s.getItem(name) || '';
		if (value) s.setItem(name, value);
		else s.removeItem(name);
	} catch (e) { /* nothing is kept */ }
	return '';
}

// At most 31 characters: the server keeps 40.
const nonce = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-');
const label = (el, text) => el.setAttribute('aria-label', text);

/** Only addresses a browser fetches; never `javascript:`. */
function safeUrl(url) {
	const a = document.createElement('a');
	a.href = url;
	return /^https?:$/.test(a.protocol) ? a.href : null;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const backoff = (tries) => Math.min(12000, 1000 * Math.pow(2, tries)) * (0.75 + Math.random() / 2);

// ---- the server

/** Throws if it is worth trying again; a refusal comes back as `{error}`. */
async function call(path, body, type, ms) {
	const stop = window.AbortController ? new AbortController() : { abort() {} };
	const timer = setTimeout(() => stop.abort(), ms || 20000);
	try {
		const options = { credentials: 'same-origin', cache: 'no-store', signal: stop.signal };
		if (body) Object.assign(options, { method: 'POST', body: type ? body : JSON.stringify(body), headers: { 'Content-Type': type || 'application/json' } });
		const answer = await fetch(base + 'api/' + path, options);
		const s = answer.status;
		if (s >= 500 || s === 429) throw new Error(s);
		let data = {};
		try {
			data = JSON.parse(await answer.text());
		} catch (e) {
			if (answer.ok) throw e;
		}
		if (!answer.ok) return { error: data.error || t(s === 413 ? 'page-photo-too-big' : 'page-failed') };
		return data;
	} finally {
		clearTimeout(timer);
	}
}

let source = null;
let tries = 0;
let turn = 0;
let retryTimer = 0;
let bannerTimer = 0;
let lastLoad = 0;

function online(yes) {
	const say = (text) => {
		$('net').textContent = text;
		if (follow) stick();
	};
	if (yes) {
		clearTimeout(bannerTimer);
		bannerTimer = 0;
		say('');
	} else bannerTimer = bannerTimer || setTimeout(() => say(t('page-reconnecting')), 1200);
}

function close() {
	clearTimeout(retryTimer);
	if (source) source.close();
	source = null;
}

function later() {
	close();
	online(false);
	retryTimer = setTimeout(connect, backoff(tries++));
}

/** An address with `?start=` is a link to be followed: once, and then it is forgotten. */
async function followLink() {
	const link = /[?&]start=([\w-]+)/.exec(location.search);
	if (!link) return;
	await call('start', { start: link[1] });
	history.replaceState(null, '', location.pathname);
}

/** Fetches everything, then follows the events from there: no line is lost. */
async function connect() {
	const mine = ++turn;
	close();
	try {
		await followLink();
		await load();
	} catch (e) {
		if (mine === turn) later();
		return;
	}
	if (mine !== turn) return;
	const es = new EventSource(base + 'api/events?after=' + seq);
	source = es;
	const on = (type, run) => es.addEventListener(type, (e) => source === es && run(e));
	on('open', () => {
		online(true);
		setTimeout(() => { if (source === es) tries = 0; }, 5000);
	});
	on('error', later);
	on('line', (e) => onLine(JSON.parse(e.data)));
	on('again', again);
}

/** The person has chosen another language: all words come anew. */
function heard(answer) {
	if (answer.lang && answer.lang !== lang) connect();
}

function again() {
	return Date.now() - lastLoad > 2000 ? connect() : later();
}

async function load() {
	const began = Date.now();
	const data = await call('rooms');
	if (data.error || !data.rooms) throw new Error(data.error);
	lastLoad = Date.now();
	const firstTime = !active;
	if (data.lang !== lang) blankAll();
	lang = data.lang || 'zh-CN';
	texts = data.texts || {};
	const old = rooms;
	rooms = new Map();
	seq = 0;
	data.rooms.forEach((r) => {
		const room = old.get(r.id) || { id: r.id, lines: new Map(), pend: [], reply: null, busy: false, answered: 0, seen: 0 };
		const before = room.lines;
		room.title = r.title;
		room.kind = r.kind;
		room.seq = r.seq || 0;
		room.lines = new Map();
		seq = Math.max(seq, room.seq);
		r.lines.forEach((line) => {
			if (line.gone) return;
			room.lines.set(line.n, line);
			if (line.nonce) drop(room, room.pend.find((p) => p.nonce === line.nonce));
			if (!firstTime && room === active && !before.has(line.n)) announce(line);
		});
		if (!old.has(r.id)) room.seen = Number(keep('seen:' + r.id, undefined, 'localStorage'));
		room.seen = Math.min(room.seen, Math.max(0, ...room.lines.keys()));
		// What was accepted before this answer was made and is not in it was taken out of the chat at once.
		room.pend = room.pend.filter((p) => p.state !== 'sent' || p.sentAt >= began);
		if (room.reply && !room.lines.has(room.reply)) room.reply = null;
		rooms.set(r.id, room);
	});
	words(data);
	const wanted = (active && active.id) || keep('room');
	const next = rooms.get(wanted) || rooms.values().next().value;
	if (next !== active || firstTime) show(next);
	else {
		frame();
		paint(true);
	}
}

function onLine(data) {
	const room = rooms.get(data.room);
	if (!room) return again();
	if (data.seq <= room.seq) return;
	room.seq = data.seq;
	seq = Math.max(seq, data.seq);
	const line = data.line;
	const fresh = !room.lines.has(line.n) && !line.gone;
	if (line.nonce) drop(room, room.pend.find((p) => p.nonce === line.nonce));
	if (line.gone) {
		room.lines.delete(line.n);
		keep('draft:' + room.id + ':' + line.n, '');
		if (room.reply === line.n) room.reply = null;
	} else room.lines.set(line.n, line);
	if (room === active) {
		if (fresh) announce(line);
		paint(fresh && !line.mine);
	}
	unread();
}

function announce(line) {
	if (line.mine || line.silent) return;
	const p = make('p', '', (line.who ? line.who + '：' : '') + plain(line));
	$('said').append(p);
	setTimeout(() => p.remove(), 15000);
}

// ---- what is on its way

function queue(room, item) {
	room.pend.push(Object.assign(item, { nonce: nonce(), state: 'wait', tries: 0, preview: item.photo && URL.createObjectURL(item.photo) }));
	follow = true;
	paint(false, true);
	pump(room);
}

/** One at a time in a room, so that the order is kept. */
async function pump(room) {
	if (room.busy) return;
	room.busy = true;
	for (;;) {
		const p = room.pend.find((x) => x.state === 'wait');
		if (!p) break;
		try {
			const answer = await post(room, p);
			if (answer.error) {
				p.state = 'failed';
				p.error = answer.error;
			} else {
				p.state = 'sent';
				p.sentAt = Date.now();
				heard(answer);
				setTimeout(() => { if (room.pend.indexOf(p) >= 0 && source) again(); }, 12000);
			}
			paint();
		} catch (e) {
			// Its line may have come although the answer to the request was lost.
			if (room.pend.indexOf(p) >= 0) await pause(backoff(p.tries++));
		}
	}
	room.busy = false;
}

function post(room, p) {
	if (p.photo) {
		const query = 'photo?room=' + encodeURIComponent(room.id) + (p.reply ? '&reply=' + p.reply : '') + '&nonce=' + p.nonce;
		return call(query, p.photo, p.photo.type || 'image/jpeg', 180000);
	}
	return call(p.lat === undefined ? 'send' : 'place', { room: room.id, text: p.text, lat: p.lat, lon: p.lon, reply: p.reply, nonce: p.nonce });
}

function drop(room, p) {
	if (!p) return;
	room.pend.splice(room.pend.indexOf(p), 1);
	if (p.preview) setTimeout(() => URL.revokeObjectURL(p.preview), 1000);
}

const busyTaps = new Set();

async function tap(room, n, token) {
	const key = room.id + ' ' + n + ' ' + token;
	if (busyTaps.has(key)) return;
	busyTaps.add(key);
	room.answered = n;
	if (atBottom() || list.lastElementChild.dataset.n === String(n)) follow = true;
	paint();
	const body = { room: room.id, n, token, nonce: nonce() };
	let answer = { error: t('page-failed') };
	for (let i = 0; i < 6; i++) {
		try {
			answer = await call('tap', body);
			break;
		} catch (e) {
			await pause(backoff(i));
		}
	}
	busyTaps.delete(key);
	paint();
	if (answer.error) toast(answer.error, false);
	else if (answer.toast) toast(answer.toast.text, answer.toast.alert);
	heard(answer);
	if (!answer.open) return;
	if (!rooms.has(answer.open)) {
		keep('room', answer.open);
		await connect();
	}
	if (rooms.has(answer.open)) show(rooms.get(answer.open));
}

function sendPhoto(room, n, file) {
	if (!file) return;
	shrink(file).then((blob) => {
		if (blob.size > 8 << 20) toast(t('page-photo-too-big'), true);
		else {
			room.answered = n;
			queue(room, { photo: blob, reply: n });
		}
	});
}

/** A smaller JPEG without the camera's data; what cannot be drawn goes as it is. */
function shrink(file) {
	return new Promise((done) => {
		const url = URL.createObjectURL(file);
		const img = new Image();
		const end = (blob) => {
			URL.revokeObjectURL(url);
			done(blob || file);
		};
		img.onerror = () => end(null);
		img.onload = () => {
			const scale = Math.min(1, 1600 / Math.max(img.naturalWidth, img.naturalHeight));
			const canvas = document.createElement('canvas');
			canvas.width = img.naturalWidth * scale;
			canvas.height = img.naturalHeight * scale;
			const pen = canvas.getContext('2d');
			pen.fillStyle = '#fff';
			pen.fillRect(0, 0, canvas.width, canvas.height);
			pen.drawImage(img, 0, 0, canvas.width, canvas.height);
			canvas.toBlob(end, 'image/jpeg', 0.8);
		};
		img.src = url;
	});
}

function sendPlace(room, n, button) {
	const failed = () => {
		button.disabled = false;
		toast(t('page-place-failed'), true);
	};
	if (!navigator.geolocation) return failed();
	button.disabled = true;
	navigator.geolocation.getCurrentPosition((at) => {
		button.disabled = false;
		room.answered = n;
		queue(room, { lat: at.coords.latitude, lon: at.coords.longitude, reply: n });
	}, failed, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
}

let toastTimer = 0;
let focusBack = null;

function toast(text, alert) {
	if (!text) return;
	if (alert) {
		focusBack = focusBack || focused();
		$('alert-text').textContent = text;
		$('alert').hidden = false;
		$('alert-ok').focus();
		return;
	}
	$('toast').textContent = text;
	clearTimeout(toastTimer);
	toastTimer = setTimeout(() => { $('toast').textContent = ''; }, 6000);
}

function closeAlert() {
	$('alert').hidden = true;
	if (focusBack && document.contains(focusBack)) focusBack.focus();
	focusBack = null;
}

// ---- the frame: names, people, rooms

function words(data) {
	const { name } = data.me;
	document.documentElement.lang = lang;
	$('first').hidden = true;
	$('app').hidden = false;
	document.querySelectorAll('[data-t]').forEach((el) => { el.textContent = t(el.dataset.t); });
	label($('rooms'), t('page-rooms'));
	$('demo').hidden = !data.demo || keep('demo-seen') === '1';
	const people = (data.demo && data.people) || [];
	$('people').hidden = !people.length;
	if (!people.length) $('title').textContent += ' · ' + name;
	$('person').textContent = name;
	label($('person'), name + ' – ' + t('page-switch-person'));
	const menu = $('people-list');
	menu.textContent = '';
	menu.append(make('li', 'people-head', t('page-switch-person')));
	people.forEach((p) => {
		const a = make('a', '', '', { href: safeUrl(p.path), 'aria-current': p.me && 'true' });
		a.append(make('b', '', p.name), make('span', '', p.role));
		const li = make('li');
		li.append(a);
		menu.append(li);
	});
}

const tabs = new Map();

/** Room list, title and bottom box of the active room. */
function frame() {
	tabs.forEach((tab, id) => {
		if (rooms.has(id)) return;
		tab.el.remove();
		tabs.delete(id);
	});
	rooms.forEach((room) => {
		let tab = tabs.get(room.id);
		if (!tab) {
			tab = { el: button('room', '', () => show(rooms.get(room.id))), name: make('span', 'name'), badge: make('span', 'badge') };
			tab.el.append(tab.name, tab.badge);
			tabs.set(room.id, tab);
			$('rooms').append(tab.el);
		}
		tab.name.textContent = room.title;
		set(tab.el, { 'aria-current': room === active && 'true' });
	});
	const room = active;
	$('chat').hidden = !room;
	if (room) {
		$('room-title').textContent = room.title;
		label(list, room.title);
		$('chat').className = 'kind-' + room.kind;
		replyBar();
	}
	unread();
}

function unread() {
	if (active && !document.hidden && (follow || atBottom())) {
		const top = Math.max(active.seen, ...active.lines.keys());
		if (top !== active.seen) {
			active.seen = top;
			keep('seen:' + active.id, top, 'localStorage');
		}
	}
	let all = 0;
	rooms.forEach((room) => {
		const n = Array.from(room.lines.values()).filter((line) => line.n > room.seen && !line.mine).length;
		all += n;
		const tab = tabs.get(room.id);
		if (!tab) return;
		tab.badge.textContent = n > 99 ? '99+' : n || '';
		label(tab.el, room.title + (n ? ', ' + n + ' ' + t('page-unread') : ''));
	});
	document.title = (all ? '(' + all + ') ' : '') + t('page-title');
}

function blankAll() {
	nodes.clear();
	list.textContent = '';
}

function show(room) {
	active = room;
	blankAll();
	if (room) {
		keep('room', room.id);
		box.value = keep('draft:' + room.id) || '';
	}
	follow = true;
	stuckTo = null;
	focusNext = 0;
	frame();
	grow();
	paint();
	if (room) tabs.get(room.id).el.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function replyBar() {
	const room = active;
	const line = room.reply && room.lines.get(room.reply);
	$('replying').hidden = !line;
	$('replying-text').textContent = line ? t('page-replying') + brief(line) : '';
	const hint = line ? 'page-reply' : room.kind === 'private' ? 'page-private-placeholder' : room.kind === 'desk' ? 'page-desk-placeholder' : 'page-talk-placeholder';
	box.placeholder = t(hint);
	label(box, t(hint));
}

function replyTo(n) {
	active.reply = n;
	replyBar();
	paint();
	if (n) box.focus();
}

// ---- the lines

const nodes = new Map();
let follow = true; // the end stays in view
let scrolledTo = -1;
let stuckTo = null;
let focusNext = 0; // until when a new question takes the focus

const plain = (line) => line.spans.map((s) => s.t).join('').trim() || (line.file && line.file.name) || (line.photo ? t('page-photo') : '');
const brief = (line) => plain(line).slice(0, 120);
const atBottom = () => list.scrollHeight - list.scrollTop - list.clientHeight < 40;
const two = (n) => (n < 10 ? '0' : '') + n;
const dayOf = (at) => new Date(at).toDateString();

function dayName(at) {
	const day = dayOf(at);
	if (day === dayOf(Date.now())) return t('page-today');
	if (day === dayOf(Date.now() - 864e5)) return t('page-yesterday');
	return new Date(at).toLocaleDateString(lang, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });
}

const wants = (line) => (line.box ? line.box.mine : line.photo_wanted || line.place_wanted);

function newest(room, test) {
	const n = Math.max(...Array.from(room.lines.values()).filter(test).map((line) => line.n));
	return room.lines.get(n);
}

/** Whether a question is somebody else's: told by the server, else by whom it names or answers. */
function isTheirs(room, line) {
	if (line.theirs !== undefined) return line.theirs;
	if (line.box) return !line.box.mine;
	if (room.kind !== 'township' || !line.bot || line.pin) return false;
	const named = line.spans.filter((s) => s.k === 'mention');
	if (named.length) return !named.some((s) => s.me);
	const asked = line.reply && room.lines.get(line.reply.n);
	return asked && !asked.bot && !asked.mine;
}

function paint(fresh, toEnd) {
	const room = active;
	if (!room) return;
	// Only the newest question that waits for this person has its box open.
	const asked = newest(room, wants);
	const open = asked ? asked.n : 0;
	const typingIn = focused().closest('#lines form') && focused().closest('article');
	const typingAt = typingIn ? Number(typingIn.dataset.n) : 0;
	const typing = typingAt && typingAt === open && room.answered !== typingAt;
	const anchors = (follow && !typing) || toEnd ? [] : anchorsNow(typing && typingIn);

	const want = [];
	let day = '';
	const put = (key, build, update) => {
		const item = nodes.get(key) || build();
		nodes.set(key, item);
		if (update) update(item);
		want.push([key, item.el]);
	};
	Array.from(room.lines.values()).sort((a, b) => a.n - b.n).forEach((line) => {
		if (dayOf(line.at) !== day) {
			day = dayOf(line.at);
			put('day ' + day, () => ({ el: make('div', 'day') }), (item) => { item.el.textContent = dayName(line.at); });
		}
		put('line ' + line.n, () => blank(line.n), (item) => fill(item, room, line, line.n === open));
	});
	room.pend.forEach((p) => put('pend ' + p.nonce, () => blank(0), (item) => fillPending(item, room, p)));
	if (!want.length) put('empty', () => ({ el: make('p', 'empty', t('page-empty')) }));

	const wanted = new Set(want.map((w) => w[0]));
	nodes.forEach((item, key) => {
		if (wanted.has(key)) return;
		item.el.remove();
		nodes.delete(key);
	});
	let cursor = list.firstChild;
	want.forEach((w) => {
		if (w[1] === cursor) cursor = cursor.nextSibling;
		else list.insertBefore(w[1], cursor);
	});

	pinBar(room);
	if ($('replying').hidden === Boolean(room.reply)) replyBar();
	const anchor = anchors.find((a) => list.contains(a.el));
	if (anchor) {
		scrollTo(list.scrollTop + anchor.el.getBoundingClientRect().top - anchor.top);
		if (fresh && !atBottom()) $('newer').hidden = false;
	} else if (follow) stick();

	// The answer typed last is done: the next question takes the focus.
	if (typingAt && typingAt !== open && room.answered === typingAt) focusNext = Date.now() + 15000;
	const input = open && open !== room.answered && focusNext > Date.now() && nodes.get('line ' + open).el.querySelector('input[type=text]');
	if (input && (focused() === document.body || list.contains(focused()))) {
		focusNext = 0;
		input.focus();
	}
	unread();
}

function anchorsNow(first) {
	const edge = list.getBoundingClientRect();
	const all = Array.from(list.querySelectorAll('article'), (el) => ({ el, top: el.getBoundingClientRect().top }));
	return all.filter((a) => (first ? a.el === first : a.top + a.el.offsetHeight > edge.top && a.top < edge.bottom));
}

function scrollTo(y) {
	list.scrollTop = y;
	scrolledTo = list.scrollTop;
}

/** To the end; a last line taller than the view shows from its beginning. */
function stick() {
	const last = list.lastElementChild;
	const tall = last && last.offsetHeight > list.clientHeight - 16;
	if (!tall || stuckTo !== last) scrollTo(tall ? last.offsetTop - 8 : list.scrollHeight);
	stuckTo = tall && last;
	if (atBottom() || tall) $('newer').hidden = true;
}

function jump(n) {
	const item = nodes.get('line ' + n);
	if (!item) return;
	follow = false;
	item.el.scrollIntoView({ block: 'center' });
	item.el.classList.remove('flash');
	void item.el.offsetWidth;
	item.el.classList.add('flash');
	(item.el.querySelector('.rows .key') || item.el).focus({ preventScroll: true });
}

function pinBar(room) {
	const pinned = newest(room, (line) => line.pin);
	const bar = $('pin');
	bar.hidden = !pinned;
	if (!pinned) return;
	const text = brief(pinned);
	bar.textContent = '📌 ' + text.replace(/^📌\s*/, '');
	label(bar, t('page-pinned') + '：' + text);
	bar.onclick = () => jump(pinned.n);
}

function blank(n) {
	const el = make('article', 'line');
	el.tabIndex = -1;
	if (n) el.dataset.n = n;
	const item = { el, bubble: make('div', 'bubble'), top: make('div'), rows: make('div', 'rows'), foot: make('div', 'foot') };
	item.top.id = 'top-' + n;
	item.bubble.append(item.top, item.rows, item.foot);
	el.append(item.bubble);
	return item;
}

function picture(src, href) {
	const img = make('img', 'photo', '', { alt: t('page-photo') });
	img.onload = () => { if (follow) stick(); };
	img.src = src;
	if (!href) return img;
	const a = link('photo-link', '', href);
	a.append(img);
	return a;
}

function link(className, text, url) {
	return make('a', className, text, { href: safeUrl(url), target: '_blank', rel: 'noopener noreferrer' });
}

/** Brings a line's element up to date; an open input is left in place, so that typing is not disturbed. */
function fill(item, room, line, isOpen) {
	const theirs = isTheirs(room, line);
	const busy = (b) => b.token !== undefined && busyTaps.has(room.id + ' ' + line.n + ' ' + b.token);
	const buttons = line.buttons || [];
	const known = line.reply && room.lines.has(line.reply.n);
	const sig = JSON.stringify([line, isOpen, theirs, known, room.reply === line.n, buttons.map((row) => row.map(busy))]);
	if (sig === item.sig) return;
	item.sig = sig;
	const { top, rows, foot } = item;
	const chosen = room.reply === line.n;
	item.el.className = 'line ' + (line.mine ? 'mine' : line.bot ? 'bot' : line.who ? '' : 'system') + (theirs ? ' theirs' : '') +
		(isOpen ? ' open' : '') + (isOpen || buttons.length ? ' wide' : '') + (chosen ? ' chosen' : '');

	top.textContent = '';
	if (line.mine) top.append(make('span', 'sr', t('page-you') + '：'));
	else if (line.who) top.append(make('div', 'who', line.who));
	if (line.reply) {
		top.append(known ? button('quote', line.reply.text, () => jump(line.reply.n)) : make('div', 'quote', line.reply.text));
	}
	const text = make('div', 'text');
	line.spans.forEach((s) => {
		text.append(s.k === 'plain' ? s.t : make('b', s.me ? 'me' : '', s.t));
	});
	if (line.spans.length) top.append(text);
	const src = line.photo && safeUrl(line.photo);
	if (src) top.append(picture(src, src));
	if (line.file) {
		const a = link('file', '📄 ' + line.file.name, line.file.url);
		a.download = line.file.name;
		top.append(a);
	}

	answerForm(item, room, line, isOpen);

	const keys = Array.from(rows.querySelectorAll('.key'));
	const at = keys.indexOf(focused());
	rows.textContent = '';
	buttons.forEach((row) => {
		const div = make('div', 'row');
		row.forEach((b) => {
			div.append(b.url ? link('key', b.label, b.url) : button('key', b.label, () => tap(room, line.n, b.token), { 'aria-busy': busy(b) && 'true' }));
		});
		rows.append(div);
	});
	const note = theirs && t('page-theirs');
	set(rows, { role: theirs && 'group', 'aria-label': note, title: note });
	const same = rows.querySelectorAll('.key')[at];
	if (same) same.focus({ preventScroll: true });

	foot.textContent = '';
	const when = new Date(line.at);
	foot.append(make('time', '', two(when.getHours()) + ':' + two(when.getMinutes()), { datetime: when.toISOString() }));
	if (line.bot && !isOpen) {
		foot.append(button('reply', '↩ ' + t('page-reply'), () => replyTo(line.n), { 'aria-describedby': top.id }));
	}
}

function answerForm(item, room, line, isOpen) {
	const sig = isOpen ? [line.box, line.photo_wanted, line.place_wanted].map(Boolean).join() : '';
	if (sig !== (item.formSig || '')) {
		if (item.form) item.form.remove();
		item.form = null;
		item.formSig = sig;
		if (isOpen) {
			item.form = buildForm(item, room, line);
			item.rows.before(item.form);
		}
	}
	const input = item.form && item.form.querySelector('input[type=text]');
	if (input) input.placeholder = line.box.placeholder || t('page-answer-placeholder');
}

function buildForm(item, room, line) {
	const form = make('form', 'answer', '', { autocomplete: 'off' });
	const draft = 'draft:' + room.id + ':' + line.n;
	if (line.box) {
		const field = make('div', 'field');
		const input = make('input', '', '', { type: 'text', maxlength: 4000, enterkeyhint: 'send', 'aria-label': t('page-answer-placeholder'), 'aria-describedby': item.top.id });
		input.value = keep(draft) || '';
		input.oninput = () => {
			room.answered = 0;
			keep(draft, input.value);
		};
		input.onfocus = () => setTimeout(() => inView(input), 60);
		field.append(input, make('button', 'go', t('page-send'), { type: 'submit' }));
		form.append(field);
		form.onsubmit = (e) => {
			e.preventDefault();
			const text = input.value.trim();
			input.focus();
			if (!text) return;
			input.value = '';
			keep(draft, '');
			room.answered = line.n;
			queue(room, { text, reply: line.n });
		};
	} else form.onsubmit = (e) => e.preventDefault();
	const extra = make('div', 'row');
	if (line.photo_wanted) {
		const file = make('input', 'sr', '', { type: 'file', accept: 'image/*', capture: 'environment', tabindex: '-1', 'aria-hidden': 'true' });
		file.onchange = () => {
			sendPhoto(room, line.n, file.files[0]);
			file.value = '';
		};
		form.append(file);
		extra.append(button('key', '📷 ' + t('page-photo'), () => file.click()));
	}
	if (line.place_wanted) {
		extra.append(button('key', '📍 ' + t('page-place'), (e) => sendPlace(room, line.n, e.currentTarget)));
	}
	if (extra.firstChild) form.append(extra);
	return form;
}

function inView(el) {
	const box = el.getBoundingClientRect();
	const pane = list.getBoundingClientRect();
	if (box.top < pane.top + 8 || box.bottom > pane.bottom - 8) el.scrollIntoView({ block: 'center' });
}

function fillPending(item, room, p) {
	if (item.sig === p.state) return;
	item.sig = p.state;
	item.el.className = 'line mine pending' + (p.state === 'failed' ? ' failed' : '');
	item.top.textContent = '';
	item.top.append(make('span', 'sr', t('page-you') + '：'));
	if (p.preview) item.top.append(picture(p.preview));
	else item.top.append(make('div', 'text', p.text || '📍 ' + p.lat.toFixed(5) + ', ' + p.lon.toFixed(5)));
	item.foot.textContent = '';
	if (p.state !== 'failed') {
		item.foot.append(make('span', 'clock', '', { role: 'img', 'aria-label': t('page-pending') }));
		return;
	}
	item.foot.append(make('span', 'why', '⚠ ' + p.error, { role: 'alert' }));
	const row = make('div', 'row');
	// The server has refused the old nonce for good; a new try is a new message.
	row.append(button('key', t('page-retry'), () => {
		drop(room, p);
		queue(room, p);
	}), button('key', t('page-cancel'), () => {
		drop(room, p);
		paint();
	}));
	item.rows.append(row);
}

// ---- the bottom box

function grow() {
	box.style.height = 'auto';
	box.style.height = Math.min(box.scrollHeight + 4, 140) + 'px';
}

function talk() {
	const room = active;
	const text = box.value.trim();
	box.focus();
	if (!text) return;
	const reply = room.reply;
	box.value = '';
	grow();
	keep('draft:' + room.id, '');
	room.reply = null;
	replyBar();
	queue(room, { text, reply });
}

box.oninput = () => {
	grow();
	keep('draft:' + active.id, box.value);
};
box.onkeydown = (e) => {
	// An input method takes Enter for itself while it composes.
	if (e.key === 'Enter' && !e.shiftKey && !e.isComposing && e.keyCode !== 229) {
		e.preventDefault();
		talk();
	}
	if (e.key === 'Escape') replyTo(null);
};
$('talk').onsubmit = (e) => {
	e.preventDefault();
	talk();
};
$('replying-cancel').onclick = () => replyTo(null);

list.addEventListener('scroll', () => {
	if (Math.abs(list.scrollTop - scrolledTo) > 2) {
		scrolledTo = -1;
		follow = atBottom();
	}
	if (atBottom()) {
		$('newer').hidden = true;
		unread();
	}
}, { passive: true });
$('newer').onclick = () => {
	follow = true;
	stuckTo = null;
	stick();
	unread();
	list.focus({ preventScroll: true });
};
window.onresize = () => {
	if (focused().closest('#lines form')) inView(focused());
	else if (follow) stick();
};
$('demo-ok').onclick = () => {
	$('demo').hidden = true;
	keep('demo-seen', '1');
	if (follow) stick();
};
$('alert-ok').onclick = closeAlert;
document.onkeydown = (e) => {
	if (!$('alert').hidden) {
		if (e.key === 'Escape') closeAlert();
		if (e.key === 'Tab') e.preventDefault();
	} else if (e.key === 'Escape') $('people').open = false;
};
document.onclick = (e) => {
	if (!$('people').contains(e.target)) $('people').open = false;
};

let hiddenSince = 0;
document.addEventListener('visibilitychange', () => {
	if (document.hidden) hiddenSince = Date.now();
	else if (!source || Date.now() - hiddenSince > 60000) connect();
	else unread();
});
window.ononline = connect;
window.onoffline = later;

$('first').hidden = false;
connect();
