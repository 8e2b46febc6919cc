//! Which suggestions fit what was typed into a field.

/// Returns the suggestions that have the typed text in them, those that begin with it first, at most `most`. None
/// where one was typed out.
pub fn fitting(all: &[String], typed: &str, most: usize) -> Vec<String> {
    let typed = typed.trim();
    if all.iter().any(|each| each == typed) {
        return Vec::new();
    }
    let wanted = typed.to_lowercase();
    let mut found: Vec<_> = all.iter().filter(|each| each.to_lowercase().contains(&wanted)).collect();
    found.sort_by_key(|each| !each.to_lowercase().starts_with(&wanted));
    found.into_iter().take(most).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_finds_what_has_it() {
        let all = ["Europe/Rome", "Asia/Seoul", "Asia/Shanghai", "UTC"].map(str::to_owned);
        let fit = |typed: &str, most| fitting(&all, typed, most);
        assert_eq!(fit("s", 9), ["Asia/Seoul", "Asia/Shanghai"]);
        assert_eq!(fit(" asia/sh ", 9), ["Asia/Shanghai"]);
        assert_eq!(fit("u", 9), ["UTC", "Europe/Rome", "Asia/Seoul"]);
        assert_eq!(fit("u", 1), ["UTC"]);
        assert_eq!(fit("", 2), ["Europe/Rome", "Asia/Seoul"]);
        assert!(fit("UTC", 9).is_empty() && fit("Mars", 9).is_empty() && fitting(&[], "", 9).is_empty());
    }
}
