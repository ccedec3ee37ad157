//! The `svg` format: findings by severity, one bar for each scan. The `html` format shows the same chart.

use std::io;

use askama::Template;

use super::report::Report;
use crate::check::Severity;
use crate::history::Point;

/// Where the bars are, in the unit of the drawing.
const LEFT: f64 = 48.0;
const RIGHT: f64 = 792.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 210.0;

/// Widest bar.
const BAR: f64 = 48.0;

/// Lines across the chart, without the one at zero.
const LINES: usize = 4;

/// Most dates that stand below the bars.
const DATES: usize = 8;

/// The chart.
#[derive(Template)]
#[template(path = "chart.svg", escape = "html")]
pub(super) struct Chart {
    /// Whether it brings its own colours.
    standalone: bool,
    title: String,
    lines: Vec<Line>,
    bars: Vec<Bar>,
    dates: Vec<Date>,
    legend: Vec<Key>,
}

struct Line {
    y: f64,
    label: usize,
}

struct Bar {
    severity: Severity,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    words: String,
}

struct Date {
    x: f64,
    text: String,
}

struct Key {
    x: usize,
    severity: Severity,
}

/// Writes the chart as a file of its own.
pub(super) fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    Chart::new(report, true).write_into(out)?;
    writeln!(out)
}

impl Chart {
    pub(super) fn new(report: &Report<'_>, standalone: bool) -> Self {
        let points = report.points();
        let most = points.iter().map(|point| point.counts.iter().sum()).max().unwrap_or(0);
        let step = step(most);
        let scale = (BOTTOM - TOP) / (step * LINES) as f64;
        let slot = (RIGHT - LEFT) / points.len().max(1) as f64;
        let width = (slot * 0.8).min(BAR);
        let middle = |at: usize| LEFT + slot * (at as f64 + 0.5);
        let bars = points.iter().enumerate().flat_map(|(at, point)| bars(point, middle(at), width, scale));
        let every = points.len().div_ceil(DATES).max(1);
        let dates = points.iter().enumerate().step_by(every).map(|(at, point)| Date {
            x: middle(at),
            text: point.record.time.chars().take("YYYY-MM-DD".len()).collect(),
        });
        Self {
            standalone,
            title: format!("Findings by severity over {} scans, at most {most}", points.len()),
            lines: (0..=LINES)
                .map(|line| Line { y: BOTTOM - (line * step) as f64 * scale, label: line * step })
                .collect(),
            bars: bars.collect(),
            dates: dates.collect(),
            legend: (0..).step_by(100).zip(Severity::ALL).map(|(x, severity)| Key { x: 48 + x, severity }).collect(),
        }
    }
}

/// The parts of one bar, the worst at its foot.
fn bars(point: &Point<'_>, middle: f64, width: f64, scale: f64) -> Vec<Bar> {
    let mut y = BOTTOM;
    let day = point.record.time.as_str();
    let parts = Severity::ALL.into_iter().zip(point.counts).filter(|(_, count)| *count > 0);
    parts
        .map(|(severity, count)| {
            let height = count as f64 * scale;
            y -= height;
            Bar { severity, x: middle - width / 2.0, y, width, height, words: format!("{day}: {count} {severity}") }
        })
        .collect()
}

/// The distance of the lines: 1, 2 or 5 times a power of ten, so that [`LINES`] of them hold `most`.
fn step(most: usize) -> usize {
    let mut power = 1_usize;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if step.saturating_mul(LINES) >= most {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn lines_stand_at_round_numbers() {
        let cases = [(0, 1), (4, 1), (5, 2), (9, 5), (20, 5), (21, 10), (4_321, 2_000)];
        for (most, expected) in cases {
            assert_eq!(step(most), expected, "{most}");
        }
        assert!(step(usize::MAX) > 0);
    }
}
