//! The screen that says what is wrong with the deployment's file, and the host as the deployment names it.

use console_core::interchange::deployment::{DeploymentConfig, HostColour};
use console_core::text::odd_characters::visible;

use crate::components::{Node, all, button, el, live, nothing, styled};
use crate::messages;
use crate::stores::deployment::{Broken, FILE};
use crate::stores::host::Host;
use browser::{address, element};

/// The screen in place of the console.
pub fn screen(broken: &Broken) -> Node {
    element::remove_placeholder();
    let said = el("div").attr("role", "alert");
    let said = match broken {
        Broken::Unavailable(why) => said
            .child(el("h1").text(messages::SETTINGS_NOT_READ))
            .child(el("p").text(messages::unavailable(FILE, *why)))
            .child(el("p").text(messages::WITHOUT_SETTINGS)),
        Broken::Wrong(errors) => {
            let lines = errors.iter().map(|error| el("li").text(messages::deployment_error(error)).build());
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
