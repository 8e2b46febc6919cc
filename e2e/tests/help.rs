//! The sheet that says how the console is operated, and which console it is.

use super::*;

#[test]
fn help_tells_keys_terms_version_and_notices() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        console.click("Help");
        let sheet = console.sheet("Help");
        for told in [
            "In the table",
            "goes to the filter",
            &format!("Connector Console {}", env!("CARGO_PKG_VERSION")),
        ] {
            sheet.expect_text(told);
        }
        let notices = console.browser().run(
            "const link = [...document.querySelectorAll('dialog a')].find(a => a.textContent === 'Third-party notices');
             return link && [link.href, link.target];",
            vec![],
        );
        let address = format!("{}third-party-notices.txt", console.address());
        assert_eq!(notices.unwrap(), json!([address, "_blank"]));
        sheet.click("Close");
        console.expect_no_sheet();
    });
}
