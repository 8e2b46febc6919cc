//! What was measured, and how a person reads it.

use std::time::Duration;

/// Times of one kind, in milliseconds.
#[derive(Debug, Default)]
pub struct Times {
    taken: Vec<f64>,
    /// How long was waited in vain for one of them, after which no further ones were taken.
    over: Option<Duration>,
}

impl Times {
    /// Takes in one more; `None` when it was given up after this long.
    pub fn take(&mut self, time: Option<f64>, patience: Duration) {
        match time {
            Some(time) => self.taken.push(time),
            None => self.over = Some(patience),
        }
    }

    /// Takes in many.
    pub fn take_all(&mut self, times: impl IntoIterator<Item = f64>) {
        self.taken.extend(times);
    }

    /// Returns whether there is no use in taking more.
    pub fn is_given_up(&self) -> bool {
        self.over.is_some()
    }

    /// Returns the one in the middle.
    pub fn median(&self) -> Figure {
        self.rank(0.5)
    }

    /// Returns the one that 95 of 100 do not exceed.
    pub fn p95(&self) -> Figure {
        self.rank(0.95)
    }

    /// Returns the longest.
    pub fn worst(&self) -> Figure {
        self.rank(1.0)
    }

    fn rank(&self, share: f64) -> Figure {
        if let Some(patience) = self.over {
            return Figure::Over(patience);
        }
        let mut sorted = self.taken.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).map_or(Figure::NotThere, |time| Figure::Is(*time))
    }
}

/// One figure of one page; the smaller, the better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// It is this.
    Is(f64),
    /// It is more than this, which was waited for.
    Over(Duration),
    /// The page has nothing to measure.
    NotThere,
}

impl Figure {
    /// As a person reads it.
    pub fn text(self, unit: Unit) -> String {
        match self {
            Self::Is(figure) => unit.text(figure),
            Self::Over(patience) => format!("over {} s", patience.as_secs()),
            Self::NotThere => "not there".to_owned(),
        }
    }
}

/// A unit that a figure is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// Bytes, written in thousands.
    Kilobytes,
    /// Bytes, written in millions.
    Megabytes,
    /// A number of things.
    Count,
}

impl Unit {
    /// Returns a figure in this unit.
    pub fn text(self, figure: f64) -> String {
        match self {
            Self::Milliseconds if figure < 100.0 => format!("{figure:.1} ms"),
            Self::Milliseconds => format!("{figure:.0} ms"),
            Self::Kilobytes => format!("{:.0} kB", figure / 1e3),
            Self::Megabytes => format!("{:.1} MB", figure / 1e6),
            Self::Count => format!("{figure:.0}"),
        }
    }

    /// Below which difference two figures are taken for the same: a frame's jitter, a megabyte's rounding.
    fn noise(self, figure: f64) -> f64 {
        match self {
            Self::Milliseconds => (figure * 0.05).max(1.0),
            Self::Kilobytes | Self::Megabytes => figure * 0.01,
            Self::Count => 0.0,
        }
    }
}

/// A line of a table: one figure of each page, the console's first.
pub struct Line {
    /// What was measured.
    pub what: &'static str,
    /// How it is written.
    pub unit: Unit,
    /// The figures, in the order of the columns.
    pub figures: Vec<Figure>,
}

impl Line {
    /// Returns the line in Markdown, with who is ahead of the next and by how much; before that the first figure's
    /// share of another one.
    pub fn markdown(&self, names: &[&str], other: Option<usize>) -> String {
        let mut cells: Vec<_> = self.figures.iter().map(|figure| figure.text(self.unit)).collect();
        cells.extend(other.map(|other| self.share(other)));
        format!("| {} | {} | {} |", self.what, cells.join(" | "), self.ahead(names))
    }

    fn share(&self, other: usize) -> String {
        match (self.figures.first(), self.figures.get(other)) {
            (Some(Figure::Is(one)), Some(Figure::Is(other))) if *other > 0.0 => format!("{:.2}", one / other),
            _ => "–".to_owned(),
        }
    }

    fn ahead(&self, names: &[&str]) -> String {
        let mut figures: Vec<(f64, &str)> = Vec::new();
        for (figure, name) in self.figures.iter().zip(names) {
            match figure {
                Figure::Is(figure) => figures.push((*figure, name)),
                Figure::Over(patience) => figures.push((patience.as_secs_f64() * 1e3, name)),
                Figure::NotThere => {}
            }
        }
        figures.sort_by(|one, other| one.0.total_cmp(&other.0));
        let Some(&(best, _)) = figures.first() else { return "–".to_owned() };
        let level = |figure: f64| figure - best <= self.unit.noise(best);
        let first: Vec<_> =
            figures.iter().filter(|(figure, _)| level(*figure)).map(|(_, name)| *name).collect();
        match figures.get(first.len()) {
            None => "all level".to_owned(),
            Some((next, _)) if best > 0.0 => format!("{}, {:.1}×", first.join(" and "), next / best),
            Some(_) => first.join(" and "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(taken: &[f64]) -> Times {
        let mut times = Times::default();
        times.take_all(taken.iter().copied());
        times
    }

    #[test]
    fn ranks_are_times_that_were_taken() {
        let all: Vec<_> = (1..=100).map(f64::from).collect();
        let times = times(&all);
        assert_eq!(
            (times.median(), times.p95(), times.worst()),
            (Figure::Is(50.0), Figure::Is(95.0), Figure::Is(100.0))
        );
        assert_eq!(Times::default().median(), Figure::NotThere);
    }

    #[test]
    fn one_time_that_never_came_makes_all_figures_of_it_unknown() {
        let mut times = times(&[1.0, 2.0]);
        times.take(None, Duration::from_secs(10));
        assert!(times.is_given_up());
        assert_eq!(times.median(), Figure::Over(Duration::from_secs(10)));
    }

    #[test]
    fn the_smallest_is_ahead_and_what_lies_within_the_noise_is_level() {
        let ahead = |unit: Unit, figures: &[Figure]| {
            Line { what: "it", unit, figures: figures.to_vec() }.ahead(&["a", "b", "c"])
        };
        let (ten, twenty, over) = (Figure::Is(10.0), Figure::Is(20.0), Figure::Over(Duration::from_secs(1)));
        assert_eq!(ahead(Unit::Milliseconds, &[twenty, ten, over]), "b, 2.0×");
        assert_eq!(ahead(Unit::Milliseconds, &[ten, Figure::Is(10.9), over]), "a and b, 100.0×");
        assert_eq!(ahead(Unit::Milliseconds, &[ten, ten, Figure::NotThere]), "all level");
        assert_eq!(ahead(Unit::Count, &[Figure::Is(0.0), Figure::Is(1.0), Figure::Is(2.0)]), "a");
    }

    #[test]
    fn a_share_is_that_of_the_first_in_another_one() {
        let figures = vec![Figure::Is(9.0), Figure::Is(10.0), Figure::NotThere];
        let line = Line { what: "sort", unit: Unit::Count, figures };
        let names = ["a", "b", "c"];
        assert_eq!(line.markdown(&names, Some(1)), "| sort | 9 | 10 | not there | 0.90 | a, 1.1× |");
        assert_eq!(line.markdown(&names, Some(2)), "| sort | 9 | 10 | not there | – | a, 1.1× |");
    }

    #[test]
    fn a_line_says_what_was_not_there_and_what_took_too_long() {
        let figures = vec![Figure::NotThere, Figure::Is(123.4), Figure::Over(Duration::from_secs(10))];
        let line = Line { what: "sort", unit: Unit::Milliseconds, figures };
        assert_eq!(
            line.markdown(&["a", "b", "c"], None),
            "| sort | not there | 123 ms | over 10 s | b, 81.0× |"
        );
    }
}
