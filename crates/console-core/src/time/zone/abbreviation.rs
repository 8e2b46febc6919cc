//! Abbreviations of time zones, none of which names one zone.

/// Returns the zones that an abbreviation is used for. `None` for what is no abbreviation: a word of more than five
/// letters, or a short one that the zone database has as a name of one zone.
pub(super) fn abbreviation(lower: &str) -> Option<&'static [&'static str]> {
    const NAMES: [&str; 20] = [
        "utc", "gmt", "uct", "zulu", "prc", "roc", "rok", "gb", "nz", "cet", "eet", "met", "wet", "hst",
        "cuba", "eire", "iran", "egypt", "japan", "libya",
    ];
    let is_word = lower.len() <= 5 && lower.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_word || NAMES.contains(&lower) {
        return None;
    }
    let found = ABBREVIATIONS.iter().find(|(words, _)| words.split(' ').any(|word| word == lower));
    Some(found.map_or(&[], |(_, candidates)| *candidates))
}

/// Abbreviations, and the zones that they are used for.
pub(super) const ABBREVIATIONS: [(&str, &[&str]); 51] = [
    ("cst", &["Asia/Shanghai", "America/Chicago", "America/Havana"]),
    ("cdt", &["America/Chicago", "America/Havana"]),
    ("ct", &["America/Chicago", "Asia/Shanghai"]),
    ("ist", &["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]),
    ("idt", &["Asia/Jerusalem"]),
    ("bst", &["Europe/London", "Asia/Dhaka", "Pacific/Bougainville"]),
    ("est", &["America/New_York", "America/Panama", "Australia/Sydney"]),
    ("edt", &["America/New_York", "Australia/Sydney"]),
    ("et", &["America/New_York"]),
    ("mst", &["America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"]),
    ("mdt mt", &["America/Denver"]),
    ("pst", &["America/Los_Angeles", "Asia/Manila", "Pacific/Pitcairn"]),
    ("pdt pt", &["America/Los_Angeles"]),
    ("ast", &["America/Halifax", "Asia/Riyadh", "America/Anchorage"]),
    ("adt", &["America/Halifax"]),
    ("akst akdt", &["America/Anchorage"]),
    ("sst", &["Asia/Singapore", "Pacific/Pago_Pago", "Pacific/Guadalcanal"]),
    ("gst", &["Asia/Dubai", "Atlantic/South_Georgia"]),
    ("amt", &["America/Manaus", "Asia/Yerevan"]),
    ("ect", &["America/Guayaquil", "Europe/Paris"]),
    ("act", &["Australia/Darwin", "America/Rio_Branco"]),
    ("art", &["America/Argentina/Buenos_Aires", "Africa/Cairo"]),
    ("agt", &["America/Argentina/Buenos_Aires"]),
    ("nst", &["America/St_Johns", "Pacific/Auckland"]),
    ("ndt cnt", &["America/St_Johns"]),
    ("wst", &["Australia/Perth", "Pacific/Apia"]),
    ("net", &["Asia/Yerevan"]),
    ("plt pkt", &["Asia/Karachi"]),
    ("pnt", &["America/Phoenix"]),
    ("prt", &["America/Puerto_Rico"]),
    ("iet", &["America/Indiana/Indianapolis"]),
    ("mit", &["Pacific/Apia"]),
    ("bet brt", &["America/Sao_Paulo"]),
    ("ctt", &["Asia/Shanghai"]),
    ("jst", &["Asia/Tokyo"]),
    ("kst", &["Asia/Seoul"]),
    ("hkt", &["Asia/Hong_Kong"]),
    ("sgt", &["Asia/Singapore"]),
    ("myt", &["Asia/Kuala_Lumpur"]),
    ("pht", &["Asia/Manila"]),
    ("wib", &["Asia/Jakarta"]),
    ("ict", &["Asia/Bangkok"]),
    ("vst", &["Asia/Ho_Chi_Minh"]),
    ("msk", &["Europe/Moscow"]),
    ("cest", &["Europe/Berlin", "Europe/Paris"]),
    ("eest", &["Europe/Athens", "Europe/Helsinki"]),
    ("west", &["Europe/Lisbon", "Atlantic/Canary"]),
    ("aest aedt aet", &["Australia/Sydney", "Australia/Brisbane"]),
    ("acst acdt", &["Australia/Adelaide", "Australia/Darwin"]),
    ("awst", &["Australia/Perth"]),
    ("nzst nzdt", &["Pacific/Auckland"]),
];
