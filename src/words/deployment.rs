//! Words for what is wrong with a deployment's file.

use console_core::deployment::{
    DeploymentError, DeploymentProblem, Expected, LONGEST_NAME, MEMBERS, TIME_OUTS,
};

/// What is wrong, and where.
pub fn deployment_error(error: &DeploymentError) -> String {
    let problem = match &error.problem {
        DeploymentProblem::Syntax => "it is no JSON from here on.".to_owned(),
        DeploymentProblem::CutOff => "it ends too early.".to_owned(),
        DeploymentProblem::Twice { member } => format!("“{member}” stands here a second time."),
        DeploymentProblem::Unknown { member, meant: Some(meant) } => {
            format!("“{member}” is not a known setting. Was “{meant}” meant?")
        }
        DeploymentProblem::Unknown { member, meant: None } => {
            format!("“{member}” is not a known setting. Known are: {}.", MEMBERS.join(", "))
        }
        DeploymentProblem::Expected { member, expected } => {
            let expected = match expected {
                Expected::Object => "an object, {…}".to_owned(),
                Expected::Text => "a text in quotation marks".to_owned(),
                Expected::Flag => "true or false, without quotation marks".to_owned(),
                Expected::Name => format!("a text of 1 to {LONGEST_NAME} characters"),
                Expected::Colour => "grey, blue, green, amber, red or violet".to_owned(),
                Expected::TimeOut => {
                    format!("a whole number of seconds from {} to {}", TIME_OUTS.0, TIME_OUTS.1)
                }
                Expected::Address => {
                    "an address such as http://cm.example:8088, without user, password or query".to_owned()
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
