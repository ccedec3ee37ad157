//! Suites as XML.

use std::io;

use quick_xml::events::BytesText;

use super::super::tool::TOOL_NAME;
use super::super::xml::{self, Xml};
use super::case::{Case, End, Report};
use super::suite::Suite;

/// Writes a suite with its cases.
pub(super) fn suite(xml: &mut Xml<'_>, suite: &Suite<'_>) -> io::Result<()> {
    let counts = [suite.cases.len(), suite.failures(), suite.errors(), suite.skipped()].map(|count| count.to_string());
    let names = ["tests", "failures", "errors", "skipped"];
    let element = xml
        .create_element("testsuite")
        .with_attribute(("name", suite.name))
        .with_attributes(names.into_iter().zip(counts.iter().map(String::as_str)));
    element.write_inner_content(|xml| {
        if !suite.properties.is_empty() {
            xml.create_element("properties").write_inner_content(|xml| {
                for (name, value) in &suite.properties {
                    let element = xml.create_element("property");
                    element.with_attributes([("name", *name), ("value", &xml::text(value))]).write_empty()?;
                }
                Ok(())
            })?;
        }
        suite.cases.iter().try_for_each(|case| write_case(xml, suite.name, case))
    })?;
    Ok(())
}

fn write_case(xml: &mut Xml<'_>, suite: &str, case: &Case) -> io::Result<()> {
    let class = format!("{TOOL_NAME}.{suite}");
    let element =
        xml.create_element("testcase").with_attributes([("classname", class.as_str()), ("name", case.name.as_str())]);
    if matches!(case.end, End::Passed) && case.output.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|xml| {
        match &case.end {
            End::Passed => {}
            End::Failed(report) => write_report(xml, "failure", report)?,
            End::Broken(report) => write_report(xml, "error", report)?,
            End::Skipped { message } => {
                xml.create_element("skipped").with_attribute(("message", &*xml::text(message))).write_empty()?;
            }
        }
        if !case.output.is_empty() {
            xml.create_element("system-out").write_text_content(BytesText::new(&lines(&case.output)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_report(xml: &mut Xml<'_>, name: &str, report: &Report) -> io::Result<()> {
    xml.create_element(name)
        .with_attributes([("message", &*xml::text(&report.message)), ("type", report.kind)])
        .write_text_content(BytesText::new(&lines(&report.details)))?;
    Ok(())
}

/// A text of several lines, without what XML has no way to write.
fn lines(text: &str) -> String {
    text.lines().map(xml::text).collect::<Vec<_>>().join("\n")
}
