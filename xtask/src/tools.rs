//! The programs that a build needs, found or installed.
//!
//! They are kept in a cache of the user's, by version: outside the checkout, so that a fresh clone does not
//! build them again, and not among the user's own programs, whose versions are nobody's business here.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    checkout::root,
    process::{Interrupted, output, run, run_fetching, together},
    progress::{say, step},
};

/// What the console is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";
const CYCLONEDX: &str = "0.5.9";
const DENY: &str = "0.20.2";
const BINARYEN: NpmTool = NpmTool {
    package: "binaryen",
    version: "132.0.0",
    program: "wasm-opt",
    purpose: "makes the module smaller",
};
const ESBUILD: NpmTool = NpmTool {
    package: "esbuild",
    version: "0.25.12",
    program: "esbuild",
    purpose: "makes scripts and style sheets smaller",
};

/// A set of tools that a build of the console needs.
pub struct Tools {
    /// `PATH` with trunk and wasm-bindgen before everything else.
    pub path: OsString,
}

impl Tools {
    /// Checks for everything, and installs what is missing.
    ///
    /// # Errors
    /// When something is missing that cannot be installed.
    pub fn ready() -> Result<Tools> {
        add_target()?;
        let bindgen = wasm_bindgen_version()?;
        let cache = cache()?;
        let trunk = Tool {
            package: "trunk",
            version: TRUNK,
            program: "trunk",
            purpose: "which puts the console together",
            minutes: 2,
            // Without default features it can download nothing, which is not its task here.
            options: &["--locked", "--no-default-features"],
        };
        let bindgen = Tool {
            package: "wasm-bindgen-cli",
            version: &bindgen,
            program: "wasm-bindgen",
            purpose: "which writes the JavaScript beside the module",
            minutes: 1,
            // The package's own lock file names crates that some registries no longer have.
            options: &["--bin", "wasm-bindgen", "--bin", "wasm-bindgen-test-runner"],
        };
        let (trunk, bindgen) = together(|| trunk.directory(&cache), || bindgen.directory(&cache))?;
        let inherited = env::var_os("PATH").unwrap_or_default();
        let all = [trunk, bindgen].into_iter().chain(env::split_paths(&inherited));
        let path = env::join_paths(all).with_context(|| format!("{} cannot be a cache", cache.display()))?;
        Ok(Tools { path })
    }
}

/// Returns the program that steers Firefox, installed if it is missing.
///
/// # Errors
/// When it cannot be installed.
pub fn geckodriver() -> Result<PathBuf> {
    let driver = Tool {
        package: "geckodriver",
        version: GECKODRIVER,
        program: "geckodriver",
        purpose: "which steers Firefox in the browser tests",
        minutes: 1,
        options: &["--locked"],
    };
    Ok(driver.directory(&cache()?)?.join(driver.program))
}

/// Returns the program that writes bills of materials, installed if it is missing.
///
/// # Errors
/// When it cannot be installed.
pub fn cyclonedx() -> Result<PathBuf> {
    let program = Tool {
        package: "cargo-cyclonedx",
        version: CYCLONEDX,
        program: "cargo-cyclonedx",
        purpose: "which writes the software bill of materials",
        minutes: 1,
        options: &["--locked"],
    };
    Ok(program.directory(&cache()?)?.join(program.program))
}

/// Returns the program that checks the dependencies, installed if it is missing.
///
/// # Errors
/// When it cannot be installed.
pub fn deny() -> Result<PathBuf> {
    let program = Tool {
        package: "cargo-deny",
        version: DENY,
        program: "cargo-deny",
        purpose: "which checks the dependencies",
        minutes: 2,
        options: &["--locked"],
    };
    Ok(program.directory(&cache()?)?.join(program.program))
}

/// Returns a web server of Debian's, the one that the variable or `PATH` names, or else the package's program alone:
/// nothing of it is set up or started on this machine.
///
/// # Errors
/// When it is not there and cannot be had.
pub fn web_server(name: &str, variable: &str) -> Result<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|program| program.is_file());
    let administrators = Some(Path::new("/usr/sbin").join(name)).filter(|program| program.is_file());
    if let Some(program) = named.or_else(|| find_program(name)).or(administrators) {
        return Ok(program);
    }
    let missing = format!("{name} is missing: install your system's, or set {variable} to the program");
    ensure!(find_program("apt-get").is_some() && find_program("dpkg-deb").is_some(), missing);
    let place = Place::new(&cache()?, name, "debian");
    if !place.has(name) {
        let what = format!(
            "Fetching {name} with apt-get, which the tests of its configuration need (once; seconds)"
        );
        step(&what, || place.fill(name, |directory| unpack(name, directory)))?;
    }
    let program = place.programs().join(name);
    let version = if name == "nginx" { "-v" } else { "version" };
    let runs = output(Command::new(&program).arg(version).stderr(Stdio::null())).is_some();
    ensure!(runs, "{name} of Debian's package does not run without what it depends on: {missing}");
    Ok(program)
}

/// Fetches a package and takes its program out of it.
fn unpack(name: &str, directory: &Path) -> Result<()> {
    let doing = format!("fetching {name}");
    let build = directory.join("build");
    fs::create_dir_all(&build)
        .and_then(|()| fs::create_dir_all(directory.join("bin")))
        .with_context(|| doing.clone())?;
    let apt_get = |action: &[&str]| {
        let mut command = Command::new("apt-get");
        // Its own user has no business in a cache of this one's.
        command.args(["-qq", "-o", "APT::Sandbox::User="]).args(action).current_dir(&build);
        command
    };
    if can_apt_get() {
        run(&mut apt_get(&["update"]), &doing)?;
    }
    run(&mut apt_get(&["download", name]), &doing)?;
    let script = r#"dpkg-deb -x ./*.deb . && mv usr/*bin/"$0" ../bin/"#;
    run(Command::new("sh").args(["-ec", script, name]).current_dir(&build), &doing)
}

/// A program that cargo installs.
struct Tool<'a> {
    package: &'a str,
    version: &'a str,
    program: &'a str,
    purpose: &'a str,
    /// How long the installation takes on two cores.
    minutes: u32,
    options: &'a [&'a str],
}

impl Tool<'_> {
    /// Returns the directory with the program, which is installed if it is missing.
    fn directory(&self, cache: &Path) -> Result<PathBuf> {
        let Self { package, version, program, purpose, minutes, options } = self;
        let place = Place::new(cache, package, version);
        if place.has(program) {
            return Ok(place.programs());
        }
        ensure!(
            find_program("cc").is_some(),
            "the C compiler `cc`, which building {package} needs, is missing: install your system's (on Debian and \
             Ubuntu: apt-get install build-essential)"
        );
        let directory = place.directory.display();
        let what = format!(
            "Installing {package} {version}, {purpose}, into {directory} (once; about {minutes} minutes)"
        );
        step(&what, || {
            place.fill(program, |directory| {
                let mut cargo = Command::new("cargo");
                cargo.args(["install", package, "--version", version]).args(*options);
                cargo.arg("--root").arg(directory).arg("--target-dir").arg(directory.join("build"));
                // Any optimisation takes minutes, and saves seconds when the tool runs. What is left out here makes less
                // code to compile.
                cargo.arg("--debug");
                for (option, value) in [
                    ("DEBUG", "none"),
                    ("PANIC", "abort"),
                    ("OVERFLOW_CHECKS", "false"),
                    ("DEBUG_ASSERTIONS", "false"),
                ] {
                    cargo.env(format!("CARGO_PROFILE_DEV_{option}"), value);
                }
                run_fetching(&mut cargo, &format!("installing {package} {version}"))
            })
        })
    }
}

/// The programs that make the built console smaller. They come from npm, and the console is built without them
/// where there is none.
pub struct Minifiers {
    /// For the module.
    pub wasm_opt: PathBuf,
    /// For scripts and style sheets.
    pub esbuild: PathBuf,
}

impl Minifiers {
    /// Returns the programs, installed if they are missing; `None`, having said why, when they cannot be had.
    ///
    /// # Errors
    /// When the work was interrupted, and in a continuous integration when they cannot be had.
    pub fn ready() -> Result<Option<Self>> {
        let ready = BINARYEN.ready().and_then(|wasm_opt| Ok(Self { wasm_opt, esbuild: ESBUILD.ready()? }));
        or_skipped("making the console smaller", ready)
    }
}

/// A program that comes in a package of npm's.
struct NpmTool {
    package: &'static str,
    version: &'static str,
    program: &'static str,
    purpose: &'static str,
}

impl NpmTool {
    fn ready(&self) -> Result<PathBuf> {
        let Self { package, version, program, purpose } = self;
        let place = Place::new(&cache()?, package, version);
        if place.has(program) {
            return Ok(place.programs().join(program));
        }
        ensure!(has_npm(), "node or npm, for {program}, is missing: install Node.js if the size matters");
        let directory = place.directory.display();
        let what = format!(
            "Installing {package} {version}: its {program} {purpose}; into {directory} (once; seconds)"
        );
        let programs = step(&what, || {
            place.fill(program, |directory| {
                let mut npm = Command::new("npm");
                npm.args(["install", "--global", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]);
                npm.arg(directory).arg(format!("{package}@{version}")).stdout(Stdio::null());
                run_fetching(&mut npm, &format!("installing {program}"))
            })
        })?;
        Ok(programs.join(program))
    }
}

/// A place that one version of one tool is kept at.
struct Place {
    directory: PathBuf,
    /// Where it is installed first, so that a half-done installation never counts.
    unfinished: PathBuf,
}

impl Place {
    fn new(cache: &Path, package: &str, version: &str) -> Place {
        let name = format!("{package}-{version}");
        Place {
            unfinished: cache.join(format!("{name}.unfinished-{}", process::id())),
            directory: cache.join(name),
        }
    }

    fn programs(&self) -> PathBuf {
        self.directory.join("bin")
    }

    fn has(&self, program: &str) -> bool {
        self.programs().join(program).is_file()
    }

    fn fill(&self, program: &str, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let failed = || format!("preparing {} failed", self.directory.display());
        fs::create_dir_all(&self.unfinished).with_context(failed)?;
        let installed = install(&self.unfinished);
        if installed.is_err() {
            let _ = fs::remove_dir_all(&self.unfinished);
        }
        installed?;
        let _ = fs::remove_dir_all(self.unfinished.join("build"));
        // Another process may have been quicker.
        if self.has(program) {
            let _ = fs::remove_dir_all(&self.unfinished);
        } else {
            let _ = fs::remove_dir_all(&self.directory);
            fs::rename(&self.unfinished, &self.directory).with_context(failed)?;
        }
        Ok(self.programs())
    }
}

/// Adds the console's target to the compiler where it is missing.
///
/// # Errors
/// When it cannot be added.
pub fn add_target() -> Result<()> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()));
    let installed = sysroot.map(|sysroot| Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib"));
    if installed.is_some_and(|directory| directory.is_dir()) {
        return Ok(());
    }
    ensure!(
        find_program("rustup").is_some(),
        "Rust's target {TARGET} is missing: there is no rustup to add it, so install it as you installed Rust, or \
         Rust from https://rustup.rs"
    );
    step(&format!("Adding Rust's target {TARGET}, which the console is compiled for (once; seconds)"), || {
        let mut rustup = Command::new("rustup");
        rustup.args(["target", "add", TARGET]).current_dir(root());
        run_fetching(&mut rustup, &format!("adding the target {TARGET}"))
    })
}

/// The command line tool must be of exactly the version that the console is compiled with.
fn wasm_bindgen_version() -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("reading Cargo.lock failed")?;
    let version = locked_version(&lock, "wasm-bindgen").map(str::to_owned);
    version.context("Cargo.lock names no version of wasm-bindgen")
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// Returns the directory for tools, which need not exist yet.
fn cache() -> Result<PathBuf> {
    let cache = cache_in(|name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute()));
    let cache = cache.context(
        "a home directory, to keep tools in, is missing: set HOME or CONNECTOR_CONSOLE_CACHE to an absolute path",
    )?;
    Ok(cache.join("tools"))
}

fn cache_in(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    variable("CONNECTOR_CONSOLE_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|cache| cache.join("connector-console")))
        .or_else(|| variable("HOME").map(|home| home.join(".cache/connector-console")))
}

/// Returns a program on `PATH`.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(name)).find(|program| program.is_file())
}

/// Returns whether there are Node.js and its package manager.
pub fn has_npm() -> bool {
    find_program("node").is_some() && find_program("npm").is_some()
}

/// Returns whether packages can be installed with apt-get: on Debian and its like, as root.
pub fn can_apt_get() -> bool {
    find_program("apt-get").is_some() && output(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs packages of the system.
///
/// # Errors
/// When apt-get fails.
pub fn apt_get_install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" and ");
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-o", "Dpkg::Use-Pty=0"]);
        command
    };
    step(&format!("Installing {names} with apt-get, which the tests need (once; about a minute)"), || {
        let doing = format!("installing {names}");
        run(apt_get().arg("update"), &doing)?;
        run(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages), &doing)
    })
}

/// Makes sure that a program of the system is there, and installs it where that is possible.
///
/// # Errors
/// When that is not possible.
pub fn system_program(name: &str, purpose: &str) -> Result<()> {
    if find_program(name).is_none() && can_apt_get() {
        apt_get_install(&[name])?;
    }
    ensure!(find_program(name).is_some(), "{name}, {purpose}, is missing: install your system's");
    Ok(())
}

/// Returns what a part of the work needs; `None`, having said why, where it cannot be had and the part is skipped.
///
/// # Errors
/// In a continuous integration (`CI=true`), where nothing may be skipped, the reason itself.
pub fn or_skipped<T>(part: &str, needed: Result<T>) -> Result<Option<T>> {
    or_skipped_unless(env::var_os("CI").is_some_and(|ci| ci == "true"), part, needed)
}

fn or_skipped_unless<T>(strict: bool, part: &str, needed: Result<T>) -> Result<Option<T>> {
    match needed {
        Ok(needed) => Ok(Some(needed)),
        Err(error) if strict || error.is::<Interrupted>() => Err(error),
        Err(error) => {
            say(&format!("Going on without {part}: {error:#}."));
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::{anyhow, bail};

    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.131\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn what_cannot_be_had_is_skipped_but_not_in_a_continuous_integration() {
        let missing = || Err(anyhow!("it is missing"));
        assert!(matches!(or_skipped_unless(false, "a part", Ok(1)), Ok(Some(1))));
        assert!(matches!(or_skipped_unless::<()>(false, "a part", missing()), Ok(None)));
        assert!(or_skipped_unless::<()>(true, "a part", missing()).is_err());
        assert!(or_skipped_unless::<()>(false, "a part", Err(Interrupted.into())).is_err());
    }

    #[test]
    fn the_version_is_that_of_the_package_and_not_of_its_namesakes() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn this_checkout_names_a_version() {
        assert!(wasm_bindgen_version().unwrap().starts_with("0.2."));
    }

    #[test]
    fn the_cache_is_the_users_unless_told_otherwise() {
        let cache = |set: &[(&str, &str)]| {
            cache_in(|name| set.iter().find(|(known, _)| *known == name).map(|(_, path)| PathBuf::from(path)))
        };
        let home = ("HOME", "/home/a");
        let xdg = ("XDG_CACHE_HOME", "/cache");
        let own = ("CONNECTOR_CONSOLE_CACHE", "/own");
        assert_eq!(cache(&[]), None);
        assert_eq!(cache(&[home]), Some("/home/a/.cache/connector-console".into()));
        assert_eq!(cache(&[home, xdg]), Some("/cache/connector-console".into()));
        assert_eq!(cache(&[home, xdg, own]), Some("/own".into()));
    }

    #[test]
    fn an_installation_that_fails_leaves_nothing_and_one_that_works_leaves_only_the_program() {
        let cache = env::temp_dir().join(format!("xtask-tools-{}", process::id()));
        let place = Place::new(&cache, "tool", "1.0.0");
        let failed = place.fill("tool", |directory| {
            fs::create_dir_all(directory.join("bin"))?;
            bail!("no")
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(&cache).unwrap().count(), 0);

        let programs = place.fill("tool", |directory| {
            fs::create_dir_all(directory.join("build"))?;
            fs::create_dir_all(directory.join("bin"))?;
            Ok(fs::write(directory.join("bin/tool"), "")?)
        });
        assert_eq!(programs.unwrap(), cache.join("tool-1.0.0/bin"));
        assert!(place.has("tool"));
        assert!(!place.directory.join("build").exists());
        assert_eq!(fs::read_dir(&cache).unwrap().count(), 1);
        fs::remove_dir_all(&cache).unwrap();
    }
}
