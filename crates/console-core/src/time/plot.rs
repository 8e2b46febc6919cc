//! The drawing of figures over time, in thousandths of its width and height.

/// A figure at a time, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The time.
    pub at: i64,
    /// The figure.
    pub value: f64,
}

/// What is to be said of figures over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremes {
    /// The lowest figure.
    pub lowest: f64,
    /// The highest figure.
    pub highest: f64,
    /// The last figure.
    pub last: f64,
}

/// A frame that several series are drawn in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlotFrame {
    /// The time at its left, in seconds since 1970.
    pub begin: i64,
    /// The time at its right.
    pub end: i64,
    /// The figure at its bottom: 0, or a round one below the lowest.
    pub floor: f64,
    /// The figure at its top, a round one.
    pub ceiling: f64,
}

/// The width and the height of a drawing.
const WHOLE: f64 = 1000.0;
/// How many times the usual distance of samples apart two of them are not joined by a line.
const GAP: i64 = 4;
/// How many seconds apart samples are always joined by a line.
const JOINED: i64 = 120;

impl Extremes {
    /// Returns those of some samples; nothing where there are none.
    pub fn of(samples: &[Sample]) -> Option<Self> {
        let values = || samples.iter().map(|sample| sample.value);
        let last = values().next_back()?;
        Some(Self { lowest: values().fold(last, f64::min), highest: values().fold(last, f64::max), last })
    }
}

impl PlotFrame {
    /// Returns the frame that holds all samples of some series; nothing where there are none.
    pub fn around(series: &[&[Sample]]) -> Option<Self> {
        let all = || series.iter().flat_map(|samples| samples.iter());
        let (begin, end) = (all().map(|sample| sample.at).min()?, all().map(|sample| sample.at).max()?);
        let lowest = all().map(|sample| sample.value).fold(0.0, f64::min);
        let highest = all().map(|sample| sample.value).fold(1.0, f64::max);
        let floor = if lowest < 0.0 { -round_above(-lowest) } else { 0.0 };
        Some(Self { begin, end, floor, ceiling: round_above(highest) })
    }

    /// Returns the lines of a series as the points of SVG's `polyline`. Where nothing was read for long, there is no line.
    pub fn lines(&self, samples: &[Sample]) -> Vec<String> {
        let longest = longest_joined(samples);
        let mut lines: Vec<String> = Vec::new();
        let mut before: Option<i64> = None;
        for sample in samples {
            let point = self.point(*sample);
            match lines.last_mut().filter(|_| before.is_some_and(|before| sample.at - before <= longest)) {
                Some(line) => {
                    line.push(' ');
                    line.push_str(&point);
                }
                None => lines.push(point),
            }
            before = Some(sample.at);
        }
        // A line of one point cannot be seen: it ends where it begins.
        for line in lines.iter_mut().filter(|line| !line.contains(' ')) {
            let point = line.clone();
            line.push(' ');
            line.push_str(&point);
        }
        lines
    }

    /// Returns how far below the top a figure stands, if it is within the frame.
    pub fn height(&self, value: f64) -> Option<f64> {
        (self.floor..=self.ceiling).contains(&value).then(|| self.down(value))
    }

    fn down(&self, value: f64) -> f64 {
        WHOLE * (self.ceiling - value) / (self.ceiling - self.floor)
    }

    fn point(&self, sample: Sample) -> String {
        let whole = (self.end - self.begin).max(1) as f64;
        // A single time stands at the end.
        let right =
            if self.end == self.begin { WHOLE } else { WHOLE * (sample.at - self.begin) as f64 / whole };
        format!("{right:.1},{:.1}", self.down(sample.value))
    }
}

/// Returns how many seconds apart two samples may be to be joined.
fn longest_joined(samples: &[Sample]) -> i64 {
    let mut gaps: Vec<_> = samples.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    usual.saturating_mul(GAP).max(JOINED)
}

/// Returns the next of 1, 2, 5, 10, 20, 50 … that is not below a number from 1 on.
fn round_above(number: f64) -> f64 {
    let mut unit = 1.0;
    loop {
        for step in [1.0, 2.0, 5.0] {
            // What is no number, or endless, must not keep it going.
            if step * unit >= number || !number.is_finite() || unit > 1e15 {
                return step * unit;
            }
        }
        unit *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn samples(values: &[(i64, f64)]) -> Vec<Sample> {
        values.iter().map(|(at, value)| Sample { at: *at, value: *value }).collect()
    }

    #[test]
    fn a_frame_holds_all_series_between_round_figures() {
        let (one, other) = (samples(&[(100, 3.0), (200, 170.0)]), samples(&[(50, 4.0)]));
        let frame = PlotFrame::around(&[&one, &other]).unwrap();
        assert_eq!(frame, PlotFrame { begin: 50, end: 200, floor: 0.0, ceiling: 200.0 });
        assert_eq!(
            (frame.height(200.0), frame.height(50.0), frame.height(201.0)),
            (Some(0.0), Some(750.0), None)
        );
        let negative = PlotFrame::around(&[&samples(&[(0, -3.0)])]).unwrap();
        assert_eq!((negative.floor, negative.ceiling), (-5.0, 1.0));
        assert_eq!(PlotFrame::around(&[&[], &[]]), None);
    }

    #[test]
    fn lines_break_where_nothing_was_read() {
        let series = samples(&[(0, 0.0), (30, 1.0), (60, 1.0), (600, 0.0), (630, 1.0), (1_200, 0.5)]);
        let frame = PlotFrame::around(&[&series]).unwrap();
        assert_eq!(
            frame.lines(&series),
            ["0.0,1000.0 25.0,0.0 50.0,0.0", "500.0,1000.0 525.0,0.0", "1000.0,500.0 1000.0,500.0"]
        );
    }

    #[test]
    fn the_extremes_are_told() {
        let told = Extremes::of(&samples(&[(0, 2.0), (1, 9.0), (2, 1.0), (3, 4.0)]));
        assert_eq!(told, Some(Extremes { lowest: 1.0, highest: 9.0, last: 4.0 }));
        assert_eq!(Extremes::of(&[]), None);
    }

    proptest! {
        #[test]
        fn every_point_is_within_the_drawing(
            values in proptest::collection::vec((0_i64..1_000_000, -1e6..1e9), 1..50),
        ) {
            let mut series = samples(&values);
            series.sort_by_key(|sample| sample.at);
            let frame = PlotFrame::around(&[&series]).unwrap();
            for line in frame.lines(&series) {
                for point in line.split([' ', ',']) {
                    let at: f64 = point.parse().unwrap();
                    prop_assert!((0.0..=1000.0).contains(&at), "{}", line);
                }
            }
        }
    }
}
