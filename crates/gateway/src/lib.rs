//! A gateway for development: it serves the built console, passes `/connector/` on to a host, and the documented
//! reads of OMS's OpenAPI to an OMS.
//!
//! What a deployment has to get right is done here in the same way, so that it is seen to work before anything
//! is deployed: the content security policy, the refusal of foreign requests, one base path or another, and
//! calls that are sent on byte for byte and never twice. Every response closes its connection, because Chromium
//! sends a POST again by itself when a connection that it used before dies under it.
//!
//! ```no_run
//! let mut config = gateway::Config::new("dist");
//! config.upstream = Some("127.0.0.1:8088".to_owned());
//! let gateway = gateway::Gateway::start(config)?;
//! println!("{}", gateway.url());
//! # std::io::Result::Ok(())
//! ```

mod config;
mod files;
mod guard;
mod reads;
mod upstream;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware,
    response::Response,
    routing::any,
    serve::ListenerExt,
};
use tokio::{net::TcpListener, runtime};
use tower_http::set_header::SetResponseHeaderLayer;
use upstream::Upstream;

pub use config::{Config, FurtherHost};

/// The content security policy that the console works under; a deployment's gateway sends the same.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// A running gateway; dropping it stops it.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    base_path: String,
    _runtime: runtime::Runtime,
}

impl Gateway {
    /// Begins to listen; the gateway answers from the moment that this returns.
    ///
    /// # Errors
    /// When the address cannot be listened on, the directory does not exist, or the base path cannot be one.
    pub fn start(mut config: Config) -> io::Result<Gateway> {
        if !config.root.is_dir() {
            return Err(io::ErrorKind::NotFound.into());
        }
        config.base_path = with_slashes(&config.base_path);
        if ["/connector/", "/api/v2/"].iter().any(|taken| config.base_path.starts_with(taken))
            || config.base_path.contains(['{', '}'])
        {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the console cannot be served there"));
        }
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("gateway")
            .enable_all()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind(config.listen))?;
        let (address, base_path) = (listener.local_addr()?, config.base_path.clone());
        let listener = listener.tap_io(|connection| {
            // Without it answers come later, but they come.
            let _ = connection.set_nodelay(true);
        });
        runtime.spawn(axum::serve(listener, router(config)).into_future());
        Ok(Gateway { address, base_path, _runtime: runtime })
    }

    /// Returns the address that is listened on, with the port that was taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns where the console is, seen from this machine: `http://127.0.0.1:8080/console/`.
    pub fn url(&self) -> String {
        let mut address = self.address;
        // Listening on all interfaces is no address to connect to; the loopback interface is one of them.
        if address.ip().is_unspecified() {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{address}{}", self.base_path)
    }
}

fn with_slashes(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

fn router(config: Config) -> Router {
    let timeout = config.timeout;
    let first = FurtherHost {
        connector_path: upstream::PATH.to_owned(),
        openapi_path: reads::PATH.to_owned(),
        upstream: config.upstream.clone(),
        oms: config.oms.clone(),
    };
    let hosts = [first].into_iter().chain(config.further.clone());
    let now = Arc::clone(&config.now);
    let date = move |_: &Response| HeaderValue::from_str(&httpdate::fmt_http_date(now())).ok();
    let policy = config.csp.then(|| HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    hosts
        .fold(files::router(config), |router, host| with_host(router, host, timeout))
        .layer(middleware::from_fn(guard::guard))
        .layer(SetResponseHeaderLayer::if_not_present(header::DATE, date))
        .layer(SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, policy))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .layer(always(header::CONNECTION, "close"))
}

/// Passes on what is sent to the paths of a host.
fn with_host(router: Router, host: FurtherHost, timeout: Duration) -> Router {
    let (calls, reads) = (host.connector_path, host.openapi_path);
    let cm = Upstream { path: calls.clone(), authority: host.upstream, timeout };
    let oms = Upstream { path: reads.clone(), authority: host.oms, timeout };
    let call = any(move |request: Request| async move { cm.call(request, upstream::PATH).await });
    let read = any(move |request: Request| async move { reads::pass(&oms, request).await });
    router.route(&calls, call.clone()).route(&format!("{calls}{{*path}}"), call).route(&reads, read)
}

fn always(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
