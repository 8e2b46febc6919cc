//! The console's files, and how a browser is told to keep them.

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::{self, Next},
    response::Response,
    routing::{any, get},
};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::config::Config;

/// Serves the files below the base path, compressed where a sibling (`.br`, `.gz`) stands beside them.
pub(crate) fn router(config: Config) -> Router {
    let directory = ServeDir::new(config.root).precompressed_br().precompressed_gzip();
    let mut files = Router::new().fallback_service(directory);
    for (name, content) in config.overrides {
        let json = ([(header::CONTENT_TYPE, "application/json")], content);
        files = files.route(&format!("/{name}"), get(async move || json.clone()));
    }
    let vary = HeaderValue::from_static("Accept-Encoding");
    let files = files
        .layer(middleware::from_fn(caching))
        .layer(SetResponseHeaderLayer::overriding(header::VARY, vary));
    match config.base_path.as_str() {
        "/" => files,
        base => {
            let slashless = base.trim_end_matches('/');
            let base = base.to_owned();
            let moved = any(async move |uri: Uri| {
                let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
                (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, format!("{base}{query}"))])
            });
            Router::new().route(slashless, moved).nest_service(&format!("{slashless}/"), files)
        }
    }
}

/// Lets browsers keep the files whose name changes with their content; all others are asked for again.
async fn caching(request: Request, next: Next) -> Response {
    let is_kept = has_hash(request.uri().path());
    let mut response = next.run(request).await;
    // It counts in seconds, but a file may change twice within one.
    response.headers_mut().remove(header::LAST_MODIFIED);
    let kept = if is_kept { "public, max-age=31536000, immutable" } else { "no-cache" };
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    }
    response
}

/// Returns whether the file's name has a hash of its content: `boot-4c96a684ba5251cd.js`.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let hash = stem.strip_suffix("_bg").unwrap_or(stem).rsplit('-').next().unwrap_or_default();
    (12..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_kept_for_good() {
        for hashed in ["/boot-4c96a684ba5251cd.js", "/console/connector-console-1cd0cebdb5af4712_bg.wasm"] {
            assert!(has_hash(hashed), "{hashed}");
        }
        for plain in ["/", "/index.html", "/tasks.json", "/connector-console.js", "/a-deadbeef.js"] {
            assert!(!has_hash(plain), "{plain}");
        }
    }
}
