//! Picks a subcommand.

fn main() -> std::process::ExitCode {
    greenwindow::app::run()
}
