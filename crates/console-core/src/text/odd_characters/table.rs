//! Which characters look like ASCII ones, and which alphabet a character belongs to. The pairs are those that
//! Unicode's list of confusable characters has for single ASCII characters, without those that are reckoned here
//! and without rare alphabets beyond the first plane.

/// The printable ASCII characters, each to be lent out.
const ASCII: &str =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// An ASCII character, and those that look like it. The letters of other alphabets whose glyphs are only similar stand
/// in [`SIMILAR`].
#[rustfmt::skip]
const LOOKALIKES: [(char, &str); 90] = [
    ('!', "¡ǃⵑ︕﹗"),
    ('"', "ʺ“”„‟″〃"),
    ('#', "﹟"),
    ('$', "ֆ﹩"),
    ('%', "٪﹪"),
    ('&', "ꝸ﹠"),
    ('\'', "´ʹʻʼʽʾˈˊ˴΄՚՛՝\u{5d9}\u{5f3}\u{7f4}\u{7f5}ᑊᛌ᾽᾿῾’′‵⳿Ꞌꞌ"),
    ('(', "❨❲〔﴾﹙﹝"),
    (')', "❩❳〕﴿﹚﹞"),
    ('*', "\u{66d}⁎∗﹡"),
    ('+', "ᐩᕀ᛭➕﹢"),
    (',', "¸\u{60d}\u{66b}‚⸒ꓹ﹐"),
    ('-', "˗\u{6d4}ᝍ᯳‐‑‒–—―⁃−➖Ⲻⲻꩽ︲﹘﹣"),
    ('.', "·\u{701}\u{702}․∙⋅ꓸ꘎꯬﹒"),
    ('/', "᜵⁁⁄∕╱⟋⧸Ⳇⳇ"),
    ('1', "¹"),
    ('2', "²ƧϨჇᒿᘖᲷꙄꛯꝚ"),
    ('3', "³ƷȜЗӠՅᜂᲕⲜⳄⳌꝪꞫ"),
    ('4', "Ꮞꮞ"),
    ('5', "Ƽ"),
    ('6', "ϬбᏮⳒⳓⳜꕃꮾ"),
    ('7', "ᜪᲄ"),
    ('8', "Ȣȣଃꖉ"),
    ('9', "ⳊⳋꝮꝯ"),
    (':', "ː˸։\u{5c3}\u{703}\u{704}\u{831}ःઃ፡᎓᛬᠃᠉⁚∶ꓽ꞉︓︰﹕"),
    (';', "︔﹔"),
    ('<', "˂ᐸᚲ‹〈❮⟨ⵦ﹤"),
    ('=', "᐀≡⹀꓿ꘌ꞊﹦"),
    ('>', "˃ᐳ›〉❯⟩﹥"),
    ('?', "ɁʔॽᎮꛫ︖﹖"),
    ('@', "﹫"),
    ('A', "ΑАᎪᗅꓮ"),
    ('B', "ΒВᏴᗷℬⲂꓐꕗꞴ"),
    ('C', "ϹСᏟℂℭⅭⲤꓚ"),
    ('D', "ᎠᗞᗪⅅⅮꓓ"),
    ('E', "ΕЕᎬℰ⋿ⴹꓰꗋ"),
    ('F', "Ϝ\u{7d3}ᖴℱꓝꞘ"),
    ('G', "ԌᏀᏳꓖ"),
    ('H', "ΗНᎻᕼℋℌℍⲎꓧ"),
    ('I', "ƖΙІӀℐℑⅠⲒꓲ"),
    ('J', "ͿЈᎫᒍꓙꞲ"),
    ('K', "ΚКᏦᛕKⲔꓗ"),
    ('L', "ᏞᒪℒⅬⳐꓡ"),
    ('M', "ΜϺМᎷᗰᛖℳⅯⲘꓟ"),
    ('N', "ΝℕⲚꓠ"),
    ('O', "ΟОՕଠዐᲿ⭕Ⲟⵔꓳ"),
    ('P', "ΡРᏢᑭℙⲢⳎꓑ"),
    ('Q', "Ԛℚⵕ"),
    ('R', "ƦɌᎡᏒᖇℛℜℝꓣ"),
    ('S', "ЅՏႽჽᏕᏚᲽꓢꕶ"),
    ('T', "ΤТ\u{7e0}Ꭲ⊤⟙Ⲧꓔꔋ"),
    ('U', "Սሀᑌ∪⋃ꓴ"),
    ('V', "ѴᏙᐯⅤⴸꓦꛟ"),
    ('W', "ԜᎳᏔꓪ"),
    ('X', "ΧХ᙭ᚷᳵⅩ╳ⲬⵝꓫꞳ"),
    ('Y', "ΥϒУҮ\u{7cc}ᎩᎽⲨꓬ"),
    ('Z', "ΖჍᏃℤℨⱫⲌꓜꛉ"),
    ('[', "⟦"),
    ('\\', "∖╲⟍⧵⧹﹨"),
    ('^', "˄ˆᣔᶺ︿"),
    ('_', "\u{640}\u{7fa}‗‿﹍﹎﹏"),
    ('`', "ˋ`‘‛"),
    ('a', "ªɑαаₐ⍺ꭤ"),
    ('b', "ƄЬ\u{7d5}Ꮟᑲᖯ"),
    ('c', "ϲсငၚᲃᴄⅽⲥꮯ"),
    ('d', "ԁᏧᑯⅆⅾꓒ"),
    ('e', "еҽₑ℮ℯⅇꬲ"),
    ('f', "ſƒʄքẝꞙꬵ"),
    ('g', "ƍɡցᶃℊ"),
    ('h', "ҺһհႹᏂℎ"),
    ('i', "ıɩɪιіւᎥℹⅈⅰ⍳ⲓꙇꭵ"),
    ('j', "ȷϳјյⅉ"),
    ('l', "ӏ\u{5d5}\u{5df}\u{627}\u{7ca}၊ᛁᛐℓⅼ↿ⵊⵏꕯꞁꞮꟾ꠰꣎꩝"),
    ('n', "ոռ"),
    ('o', "ºοσϭоօ\u{5e1}\u{647}\u{6be}\u{6c1}\u{6d5}\u{7cb}\u{840}ంಂംഠංဝჿᩅᯪᲂᴏᴑₒℴ○ⲟꬽ"),
    ('p', "þƿρϱϸр⍴ⲣⳏ"),
    ('q', "ԛգզ"),
    ('r', "гᴦⲅꭇꭈꮁ"),
    ('s', "ƽѕടꜱꮪ"),
    ('t', "ƭ"),
    ('u', "µʋυսᴜꞟꭎꭒ"),
    ('v', "νѵ\u{5d8}ᴠⅴ∨⋁ꮩ"),
    ('w', "ɯшѡԝաᴡ⧢ⲽꟺꮃꮤ"),
    ('x', "×хᕁᕽ᙮ᝣᯬⅹ✕✖✗⤫⤬⨯"),
    ('y', "ɣʏγуүყᶌỿℽⲩꭚ"),
    ('z', "ᴢⱬⲍⴭꮓ"),
    ('{', "❴﹛"),
    ('|', "¦ǀ\u{5c0}।∣⏽│┃❘❙❚￨"),
    ('}', "❵﹜"),
    ('~', "˜˷῀⁓∼〜"),
];

/// Single characters that look like several.
#[rustfmt::skip]
const LIGATURES: [(char, &str); 36] = [
    ('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "ft"), ('ﬆ', "st"),
    ('…', "..."), ('‥', ".."), ('№', "No"), ('‼', "!!"), ('Ы', "bl"), ('Ю', "lO"), ('Ĳ', "IJ"), ('ĳ', "ij"),
    ('Ǉ', "LJ"), ('ǉ', "lj"), ('Ǌ', "NJ"), ('ǌ', "nj"), ('Ǳ', "DZ"), ('ǳ', "dz"), ('ⅿ', "m"),
    ('Ⅱ', "II"), ('Ⅲ', "III"), ('Ⅳ', "IV"), ('Ⅵ', "VI"), ('Ⅶ', "VII"), ('Ⅸ', "IX"), ('Ⅺ', "XI"),
    ('ⅱ', "ii"), ('ⅲ', "iii"), ('ⅳ', "iv"), ('ⅵ', "vi"), ('ⅶ', "vii"), ('ⅸ', "ix"), ('ⅺ', "xi"),
];

/// Letters whose glyphs are only similar: no look-alikes by themselves, but compared as if they were.
#[rustfmt::skip]
const SIMILAR: [(&str, &str); 9] = [
    ("k", "кκĸ"), ("t", "тτ"), ("m", "м"), ("n", "пη"), ("e", "ε"), ("w", "ω"), ("B", "βв"), ("H", "н"), ("u", "и"),
];

/// Chinese, Japanese and Korean characters that look like ASCII ones, if they do not stand beside their own kind.
#[rustfmt::skip]
const LOOKALIKES_OF_CJK: [(&str, &str); 9] = [
    ("-", "一ー⼀ㅡ・"), ("/", "ノ丿⼃〳㇒ﾉ"), ("\\", "丶⼂㇔"), ("l", "丨⼁ㅣ｜"), ("O", "〇ㅇᄋᆼ口ロ"),
    ("T", "丅ㄒ"), ("Y", "丫ㄚ"), ("=", "二ニ゠"), ("I", "工エ"),
];

/// Where ranges of characters follow the order of ASCII: their first and last, and what the first looks like.
#[rustfmt::skip]
const IN_ORDER: [(u32, u32, u8); 13] = [
    (0xff01, 0xff5e, b'!'),
    // Superscript, subscript, and circled ones.
    (0x2074, 0x2079, b'4'), (0x2080, 0x2089, b'0'), (0x2460, 0x2468, b'1'), (0x24b6, 0x24cf, b'A'), (0x24d0, 0x24e9, b'a'),
    // Squared ones.
    (0x1f130, 0x1f149, b'A'), (0x1f150, 0x1f169, b'A'), (0x1f170, 0x1f189, b'A'),
    // Those of old computers.
    (0x1ccd6, 0x1ccef, b'A'), (0x1ccf0, 0x1ccf9, b'0'), (0x1fbf0, 0x1fbf9, b'0'),
    (0x2070, 0x2070, b'0'),
];

/// The zeros of the alphabets that have digits of their own; the other nine follow them.
#[rustfmt::skip]
const ZEROS: [u32; 58] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450,
    0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1e140, 0x1e2f0, 0x1e950,
];

/// An alphabet that a character belongs to, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Latin, ASCII's letters too.
    Latin,
    /// Greek.
    Greek,
    /// Cyrillic.
    Cyrillic,
    /// Armenian.
    Armenian,
    /// Hebrew.
    Hebrew,
    /// Arabic.
    Arabic,
    /// Cherokee.
    Cherokee,
    /// Chinese, Japanese, Korean: their names are written together with Latin letters.
    Cjk,
    /// Latin letters as wide as Chinese characters.
    FullWidth,
    /// The letters and digits of formulas.
    Mathematical,
    /// Another one, told from others by the part of Unicode that it stands in.
    Other(u32),
    /// None: digits, punctuation, symbols.
    Common,
}

impl Alphabet {
    /// Returns the alphabet of a character.
    pub fn of(c: char) -> Self {
        match c {
            'A'..='Z' | 'a'..='z' => Self::Latin,
            '\0'..='\u{7f}' | '\u{d7}' | '\u{f7}' => Self::Common,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}'
            | '\u{1c80}'..='\u{1c8f}'
            | '\u{2de0}'..='\u{2dff}'
            | '\u{a640}'..='\u{a69f}' => Self::Cyrillic,
            '\u{530}'..='\u{58f}' => Self::Armenian,
            '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{870}'..='\u{8ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}' => Self::Arabic,
            '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => Self::Cherokee,
            '\u{ff01}'..='\u{ff5e}' => Self::FullWidth,
            '\u{1d400}'..='\u{1d7ff}' => Self::Mathematical,
            '\u{1100}'..='\u{11ff}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{3035}'
            | '\u{3040}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ffdc}'
            | '\u{1b000}'..='\u{1b16f}'
            | '\u{20000}'..='\u{3ffff}' => Self::Cjk,
            _ if !c.is_alphabetic() => Self::Common,
            '\u{80}'..='\u{2af}'
            | '\u{1d00}'..='\u{1dbf}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{2c60}'..='\u{2c7f}'
            | '\u{a720}'..='\u{a7ff}'
            | '\u{ab30}'..='\u{ab6f}' => Self::Latin,
            _ => Self::Other(u32::from(c) >> 8),
        }
    }
}

/// Returns the ASCII text that a character looks like, if it is another one.
pub fn lookalike(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    let row = LOOKALIKES.iter().find(|(_, alike)| alike.contains(c)).and_then(|(ascii, _)| lent(*ascii));
    let ligature = || LIGATURES.iter().find(|(ligature, _)| *ligature == c).map(|(_, text)| *text);
    row.or_else(ligature).or_else(|| reckoned(u32::from(c)))
}

/// Returns the ASCII text that a character of the Chinese, Japanese or Korean ones looks like among others.
pub fn lookalike_of_cjk(c: char) -> Option<&'static str> {
    LOOKALIKES_OF_CJK.iter().find(|(_, alike)| alike.contains(c)).map(|(ascii, _)| *ascii)
}

/// Returns the ASCII text that a letter is only similar to.
pub fn similar(c: char) -> Option<&'static str> {
    SIMILAR.iter().find(|(_, alike)| alike.contains(c)).map(|(ascii, _)| *ascii)
}

fn reckoned(code: u32) -> Option<&'static str> {
    let of = |first: u32, ascii: u8| lent(char::from_u32(u32::from(ascii) + code - first)?);
    if let Some((first, _, ascii)) = IN_ORDER.iter().find(|(first, last, _)| (*first..=*last).contains(&code))
    {
        return of(*first, *ascii);
    }
    if let Some(zero) = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
        return of(*zero, b'0');
    }
    match code {
        // Thirteen alphabets of 52 letters, then five Greek ones of 58, then five times the digits.
        0x1d400..=0x1d6a3 => {
            let letter = (code - 0x1d400) % 52;
            let (first, offset) = if letter < 26 { ('A', letter) } else { ('a', letter - 26) };
            lent(char::from_u32(u32::from(first) + offset)?)
        }
        0x1d6a4 => Some("i"),
        0x1d6a5 => Some("j"),
        0x1d6a8..=0x1d7c9 => {
            let letter = (code - 0x1d6a8) % 58;
            let greek = if letter < 26 { 0x391 + letter } else { 0x3b1 + letter - 26 };
            let greek = char::from_u32(greek)?;
            lookalike(greek).or_else(|| similar(greek))
        }
        0x1d7ce..=0x1d7ff => lent(char::from_u32(u32::from(b'0') + (code - 0x1d7ce) % 10)?),
        _ => None,
    }
}

fn lent(ascii: char) -> Option<&'static str> {
    let at = usize::try_from(u32::from(ascii)).ok()?.checked_sub(usize::from(b' '))?;
    ASCII.get(at..=at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_looks_like_what_is_said_of_it() {
        for (c, ascii) in [
            ('а', "a"),
            ('Т', "T"),
            ('І', "I"),
            ('‑', "-"),
            ('−', "-"),
            ('：', ":"),
            ('１', "1"),
            ('Ａ', "A"),
            ('𝐓', "T"),
            ('𝟏', "1"),
            ('𝟿', "9"),
            ('𝒂', "a"),
            ('𝚣', "z"),
            ('\u{661}', "1"),
            ('९', "9"),
            ('ﬁ', "fi"),
            ('①', "1"),
            ('₀', "0"),
            ('Ⅰ', "I"),
            ('\u{212a}', "K"),
            ('𝛂', "a"),
            ('𝚤', "i"),
        ] {
            assert_eq!(lookalike(c), Some(ascii), "{c}");
        }
        for c in ['任', 'é', 'ß', 'д', '🙂', 'a', '1', '-'] {
            assert_eq!(lookalike(c), None, "{c}");
        }
    }

    #[test]
    fn no_character_stands_twice_in_the_tables() {
        let mut all: Vec<char> = LOOKALIKES.iter().flat_map(|(_, alike)| alike.chars()).collect();
        all.extend(LIGATURES.iter().map(|(ligature, _)| *ligature));
        all.extend(SIMILAR.iter().flat_map(|(_, alike)| alike.chars()));
        all.extend(LOOKALIKES_OF_CJK.iter().flat_map(|(_, alike)| alike.chars()).filter(|c| *c != '｜'));
        for (index, c) in all.iter().enumerate() {
            assert!(!c.is_ascii() && !all[..index].contains(c), "{c} U+{:04X}", u32::from(*c));
            assert!(reckoned(u32::from(*c)).is_none(), "{c}");
        }
    }

    #[test]
    fn alphabets_are_told_apart() {
        for (c, alphabet) in [
            ('a', Alphabet::Latin),
            ('é', Alphabet::Latin),
            ('1', Alphabet::Common),
            ('а', Alphabet::Cyrillic),
            ('α', Alphabet::Greek),
            ('任', Alphabet::Cjk),
            ('カ', Alphabet::Cjk),
            ('한', Alphabet::Cjk),
            ('Ａ', Alphabet::FullWidth),
            ('🙂', Alphabet::Common),
            ('‑', Alphabet::Common),
            ('ก', Alphabet::Other(0xe)),
        ] {
            assert_eq!(Alphabet::of(c), alphabet, "{c}");
        }
    }
}
