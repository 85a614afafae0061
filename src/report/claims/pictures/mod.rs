//! Pictures of claims: a row for each account in each test, and what lies behind the numbers where that has a shape of its own.

pub mod courses;
pub mod forest;
pub mod split;
pub mod square;

mod square_small;

use crate::inference::claims::{AccountResult, AskedInfo, ClaimResult, TestInfo};
use crate::inference::courses::Course;
use crate::inference::{Estimand, Question};

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPicture {
    /// Unique on its page.
    pub name: String,
    /// What to look for in it.
    pub caption: &'static str,
    /// SVG text.
    pub svg: String,
}

const SQUARE: &str = "If the two only added up, the solid line would end where the dashed one does. Where \
    it lies elsewhere, one changes what the other does.";
const SPLIT: &str = "Nobody in a clinic can see the lower bars: that takes the same people, lived again without the treatment. The model can.";
const COURSES: &str = "Lines are means over the virtual people who had fallen ill; bands are their 95 % intervals. Dashed uprights are the weeks \
    that a test asks about.";

/// Pictures of what lies behind the numbers: four arms and what they make of each other, a naive look beside the truth, and
/// the courses of readouts.
pub fn behind(claim: &ClaimResult) -> Vec<ClaimPicture> {
    let mut pictures = Vec::new();
    let mut add = |name, caption, svg: Option<String>| {
        pictures.extend(svg.map(|svg| ClaimPicture { name, caption, svg }));
    };
    for (test, question) in questions(claim) {
        if question.estimand == Estimand::Interaction {
            let name = format!("square-{}", test.id);
            let svg = square::draw(&name, claim, test, question);
            add(name, SQUARE, svg);
        }
    }
    for (place, treated) in split::treated(claim).into_iter().enumerate() {
        let name = format!("split-{}", place + 1);
        let svg = split::draw(&name, claim, treated);
        add(name, SPLIT, svg);
    }
    for (place, (brain, readout)) in courses::readouts(claim).into_iter().enumerate() {
        let name = format!("course-{}", place + 1);
        let svg = courses::draw(&name, claim, brain, readout);
        add(name, COURSES, svg);
    }
    pictures
}

/// Whether its numbers have a picture of their own beside the courses: an interaction, a naive look beside the truth, or
/// withdrawal after several ways of stopping.
pub fn is_showpiece(claim: &ClaimResult) -> bool {
    let special = |question: &Question| {
        matches!(
            question.estimand,
            Estimand::Interaction | Estimand::BeforeAfterGap
        ) || question.readout == "withdrawal"
    };
    questions(claim).any(|(_, question)| special(question))
}

/// Tests of virtual people.
fn questions(claim: &ClaimResult) -> impl Iterator<Item = (&TestInfo, &Question)> {
    claim
        .claim
        .tests
        .iter()
        .filter_map(|test| match &test.asked {
            AskedInfo::People(question) => Some((test, question)),
            AskedInfo::Bench { .. } => None,
        })
}

/// The course of a readout in a scenario under an account.
fn course<'a>(account: &'a AccountResult, scenario: &str, readout: &str) -> Option<&'a Course> {
    let mut courses = account.courses.iter();
    courses.find(|course| course.scenario == scenario && course.readout == readout)
}
