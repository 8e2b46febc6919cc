//! What the deployment sets for all who use it, and the screen that says what is wrong with its file.

use console_core::interchange::deployment::{DeploymentConfig, DeploymentError, HostColour};
use console_core::interchange::static_file::{StaticFile, Unavailable};
use console_core::text::odd_characters::visible;

use crate::browser::{address, element, fetch};
use crate::host::Host;
use crate::ui::{Node, all, button, el, live, nothing, styled};
use crate::words;

/// What the deployment sets.
const FILE: &str = "config.json";

/// Why the console does not start: what the deployment allows is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// `config.json` is there and wrong.
    Wrong(Vec<DeploymentError>),
    /// It is there, or may be, and could not be read.
    Unavailable(Unavailable),
}

/// Reads `config.json` beside the page. Where there is none, nothing is set.
///
/// # Errors
/// When it cannot be read as a whole: a console that should only read must not send because of a typing error.
pub async fn load() -> Result<DeploymentConfig, Broken> {
    match fetch::read_beside(FILE).await {
        StaticFile::Missing => Ok(DeploymentConfig::default()),
        StaticFile::Unavailable(why) => Err(Broken::Unavailable(why)),
        StaticFile::Text(text) => DeploymentConfig::read(&text).map_err(Broken::Wrong),
    }
}

/// The screen in place of the console.
pub fn screen(broken: &Broken) -> Node {
    element::remove_placeholder();
    let said = el("div").attr("role", "alert");
    let said = match broken {
        Broken::Unavailable(why) => said
            .child(el("h1").text(words::SETTINGS_NOT_READ))
            .child(el("p").text(words::unavailable(FILE, *why)))
            .child(el("p").text(words::WITHOUT_SETTINGS)),
        Broken::Wrong(errors) => {
            let lines = errors.iter().map(|error| el("li").text(words::deployment_error(error)).build());
            said
                .child(el("h1").text("The deployment's config.json is wrong"))
                .child(el("p").text("Whoever runs this console has to mend it. Until then nothing can be sent, and the console does not start."))
                .child(el("ul").node(all(lines.collect())))
        }
    };
    let reload = button("primary", "Reload").on_click(address::reload);
    styled("main", "panic").child(said).child(reload).build()
}

/// The host's name as the deployment gives it, in its colour, or as a person does; and the address that calls go to.
pub fn host(config: &DeploymentConfig, host: Host) -> Node {
    let address = styled("span", "host mono").attr("title", "Calls go to this host").text(address::origin());
    let Some(name) = &config.host_name else {
        let called = live(move || match host.name() {
            Some(name) => styled("strong", "host-name grey").text(visible(&name).into_owned()).build(),
            None => nothing(),
        });
        return all(vec![called, address.build()]);
    };
    let class = match config.host_colour {
        None | Some(HostColour::Grey) => "host-name grey",
        Some(HostColour::Blue) => "host-name blue",
        Some(HostColour::Green) => "host-name green",
        Some(HostColour::Amber) => "host-name amber",
        Some(HostColour::Red) => "host-name red",
        Some(HostColour::Violet) => "host-name violet",
    };
    all(vec![styled("strong", class).text(name.clone()).build(), address.build()])
}
