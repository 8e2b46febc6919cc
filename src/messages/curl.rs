//! Words about curl commands. Those that stand in the commands are plain ASCII, without `!`: they are pasted at
//! prompts.

/// Returns the beginning of several commands: whom they are for, where they go, and when they stop.
pub fn curl_about(calls: usize, base: &str) -> String {
    format!(
        "For a POSIX shell (bash, dash, zsh). {calls} calls to {base}, one after the other. Stops at the first answer that is not isSuccess: true."
    )
}

/// What is printed where they stop.
pub const CURL_STOPPED: &str =
    "Stopped: this answer is not isSuccess: true. The calls that follow were not sent.";

/// Returns where copied commands go.
pub fn curl_address(base: &str, is_own: bool) -> String {
    let whose = if is_own {
        "the address of this console, whose gateway passes them on"
    } else {
        "the address of the host, as config.json names it"
    };
    format!("Copied as cURL, for bash, dash or zsh, they go to {base}, {whose}.")
}

/// Returns the name of the button that copies one call of several.
pub fn copy_call(place: usize, step: &str) -> String {
    format!("Copy call {place}, {step}, as cURL")
}
