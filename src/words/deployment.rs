//! Words for what is wrong with a deployment's file.

use console_core::deployment::{DeploymentError, DeploymentProblem, Expected, LONGEST_NAME, TIME_OUTS};

/// What is wrong, and where.
pub fn deployment_error(error: &DeploymentError) -> String {
    let problem = match &error.problem {
        DeploymentProblem::Syntax => "it is no JSON from here on.".to_owned(),
        DeploymentProblem::CutOff => "it ends too early.".to_owned(),
        DeploymentProblem::Twice { member } => format!("“{member}” stands here a second time."),
        DeploymentProblem::Expected { member, expected } => {
            let expected = match expected {
                Expected::Object => "an object, {…}".to_owned(),
                Expected::Flag => "true or false, without quotation marks".to_owned(),
                Expected::Name => format!("a text of 1 to {LONGEST_NAME} characters"),
                Expected::Colour => "grey, blue, green, amber, red or violet".to_owned(),
                Expected::TimeOut => {
                    format!("a whole number of seconds from {} to {}", TIME_OUTS.0, TIME_OUTS.1)
                }
                Expected::Zone => "the name of a time zone, such as Asia/Shanghai".to_owned(),
            };
            match member.as_str() {
                "" => format!("expected is {expected}."),
                member => format!("“{member}” has to be {expected}."),
            }
        }
    };
    format!("Line {}, column {}: {problem}", error.place.line, error.place.column)
}
