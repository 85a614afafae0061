//! Templates of pages, with the parts that pages share.

use super::page::PageError;
use minijinja::{Environment, UndefinedBehavior, Value};

/// Parts by the name under which a page includes them: tables of numbers by grade, and how a page ends.
const PARTS: [(&str, &str); 2] = [
    ("grades.html", include_str!("templates/grades.html")),
    ("repeat.html", include_str!("templates/repeat.html")),
];

/// Fills a page from its template.
pub(super) fn fill(template: &str, page: Value) -> Result<String, PageError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, part) in PARTS {
        environment.add_template(name, part).map_err(PageError)?;
    }
    // What ends in .html is escaped.
    environment
        .add_template("page.html", template)
        .map_err(PageError)?;
    let template = environment.get_template("page.html").map_err(PageError)?;
    template.render(page).map_err(PageError)
}
