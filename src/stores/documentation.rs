//! What the vendor documents of the keys, at hand while an Update is filled in: loaded with the first of its
//! sheets. Without it the form suggests nothing and marks nothing, and is otherwise the same.

use console_core::domain::task_name::Component;
use console_core::forms::catalogue::{Catalogue, DocumentedKey};
use console_core::interchange::static_file::{StaticFile, StaticFileError};

use leptos::prelude::*;

use browser::{fetch, spawn_local};

/// The file beside the page. Its name stays the same with every build: another catalogue is as good.
pub const FILE: &str = "config-keys.json";

/// A store of the documentation, and of which plug-ins it is read for.
#[derive(Clone, Copy)]
pub struct Documentation {
    standing: RwSignal<LoadState>,
    /// The plug-in that was chosen for a scope; the API does not tell which one a task has.
    plugins: RwSignal<Vec<(String, String)>>,
}

/// A state that loading can be in.
enum LoadState {
    NotAsked,
    OnItsWay,
    There(Catalogue),
    /// Why, where the server told.
    NotLoaded(Option<StaticFileError>),
}

impl Documentation {
    /// Not asked for yet.
    pub fn new() -> Self {
        Self { standing: RwSignal::new(LoadState::NotAsked), plugins: RwSignal::new(Vec::new()) }
    }

    /// Loads it, unless it is there or on its way, and calls back when it has come.
    pub fn load(self, come: impl FnOnce() + 'static) {
        let is_wanted =
            self.standing.with_untracked(|now| matches!(now, LoadState::NotAsked | LoadState::NotLoaded(_)));
        if !is_wanted {
            return;
        }
        self.standing.set(LoadState::OnItsWay);
        spawn_local(async move {
            let standing = match fetch::read_beside(FILE).await {
                StaticFile::Text(text) => {
                    Catalogue::read(&text).map_or(LoadState::NotLoaded(None), LoadState::There)
                }
                StaticFile::Missing => LoadState::NotLoaded(None),
                StaticFile::Unavailable(why) => LoadState::NotLoaded(Some(why)),
            };
            self.standing.set(standing);
            come();
        });
    }

    /// Returns why it did not come, as far as the server told, if it was asked for and did not.
    pub fn trouble(self) -> Option<Option<StaticFileError>> {
        self.standing.with(|now| match now {
            LoadState::NotLoaded(why) => Some(*why),
            LoadState::NotAsked | LoadState::OnItsWay | LoadState::There(_) => None,
        })
    }

    /// Looks at the documented keys as far as they are there.
    pub fn with<R>(self, read: impl FnOnce(Option<&Catalogue>) -> R) -> R {
        self.standing.with(|now| read(now.catalogue()))
    }

    /// Looks at the documented keys as far as they are there.
    pub fn with_untracked<R>(self, read: impl FnOnce(Option<&Catalogue>) -> R) -> R {
        self.standing.with_untracked(|now| read(now.catalogue()))
    }

    /// Returns the plug-in that was chosen for a scope.
    pub fn plugin(self, scope: &str) -> Option<String> {
        self.plugins
            .with(|chosen| chosen.iter().find(|(other, _)| other == scope).map(|(_, plugin)| plugin.clone()))
    }

    /// Chooses the plug-in of a scope; an empty name is none.
    pub fn choose_plugin(self, scope: &str, plugin: String) {
        self.plugins.update(|chosen| {
            chosen.retain(|(other, _)| other != scope);
            if !plugin.is_empty() {
                chosen.push((scope.to_owned(), plugin));
            }
        });
    }

    /// Returns the documented scopes.
    pub fn scopes(self) -> Vec<String> {
        self.with(|catalogue| {
            let scopes = catalogue.map(Catalogue::scopes).unwrap_or_default();
            scopes.into_iter().map(str::to_owned).collect()
        })
    }

    /// Returns the plug-ins with keys of their own in a scope.
    pub fn plugins(self, scope: &str) -> Vec<String> {
        self.with(|catalogue| {
            let plugins = catalogue.map(|known| known.plugins(scope)).unwrap_or_default();
            plugins.into_iter().map(str::to_owned).collect()
        })
    }

    /// Returns the documented keys of a scope that may concern a task of this component, each once.
    pub fn keys(self, scope: &str, component: Option<Component>) -> Vec<String> {
        let plugin = self.plugin(scope);
        self.with(|catalogue| {
            let mut keys: Vec<String> = Vec::new();
            let known =
                catalogue.into_iter().flat_map(|known| known.keys(scope, component, plugin.as_deref()));
            for DocumentedKey { key, .. } in known {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
            keys
        })
    }

    /// Returns what is documented of a key: for the plug-in that was chosen, if it reads the key; else for each
    /// that does.
    pub fn documented(self, scope: &str, key: &str) -> Vec<DocumentedKey> {
        let plugin = self.plugin(scope);
        self.with(|catalogue| {
            let all = || catalogue.into_iter().flat_map(|known| known.documented(scope, key));
            let is_chosen =
                |key: &&DocumentedKey| plugin.is_none() || key.plugin.is_none() || key.plugin == plugin;
            let chosen: Vec<_> = all().filter(is_chosen).cloned().collect();
            if chosen.is_empty() { all().cloned().collect() } else { chosen }
        })
    }
}

impl LoadState {
    fn catalogue(&self) -> Option<&Catalogue> {
        match self {
            Self::There(catalogue) => Some(catalogue),
            Self::NotAsked | Self::OnItsWay | Self::NotLoaded(_) => None,
        }
    }
}
