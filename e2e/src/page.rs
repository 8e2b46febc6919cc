//! What a browser does with the elements of its page: finding, clicking and dragging them.

use serde_json::Value;
use thirtyfour::{By, Key};

use crate::browser::Browser;
use crate::element::Element;
use crate::look::{Look, NotYet};

impl Browser {
    /// Returns the page as an element, to look for others in it.
    pub fn page(&self) -> Look<Element<'_>> {
        Ok(Element::new(self, self.wait(self.driver.find(By::Css("html")))?))
    }

    /// Returns the element that has the focus.
    pub fn focused(&self) -> Look<Element<'_>> {
        Ok(Element::new(self, self.wait(self.driver.active_element())?))
    }

    /// Returns the element that a function body gives.
    pub fn find(&self, script: &str, arguments: Vec<Value>) -> Look<Element<'_>> {
        let found = self.wait(self.driver.execute(script, arguments))?;
        Ok(Element::new(self, found.element()?))
    }

    /// Clicks twice, as fast as a mouse can.
    pub fn double_click(&self, element: &Element<'_>) -> Look<()> {
        Ok(self.wait(self.driver.action_chain().double_click_element(element.inner()).perform())?)
    }

    /// Clicks while a key is held down.
    pub fn click_with(&self, held: Key, element: &Element<'_>) -> Look<()> {
        let chain = self.driver.action_chain().key_down(held.clone()).click_element(element.inner());
        Ok(self.wait(chain.key_up(held).perform())?)
    }

    /// Drags an element by so many pixels to the right and down.
    pub fn drag(&self, element: &Element<'_>, right: i64, down: i64) -> Look<()> {
        let chain = self.driver.action_chain().click_and_hold_element(element.inner());
        Ok(self.wait(chain.move_by_offset(right, down).release().perform())?)
    }

    /// Drags an element to the right by several steps of so many pixels, as a hand does.
    pub fn drag_in_steps(&self, element: &Element<'_>, steps: &[i64]) -> Look<()> {
        let mut chain = self.driver.action_chain().click_and_hold_element(element.inner());
        for step in steps {
            chain = chain.move_by_offset(*step, 0);
        }
        Ok(self.wait(chain.release().perform())?)
    }

    /// Drags an element onto another one and drops it there: with the events that a browser makes of it, because
    /// a driver can move the mouse, but cannot let it carry something.
    pub fn drag_onto(&self, element: &Element<'_>, target: &Element<'_>) -> Look<()> {
        let script = "
            const [element, target] = arguments;
            if (!element.draggable) return 'it cannot be dragged';
            const dataTransfer = new DataTransfer();
            const tell = (where, type) =>
                where.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
            tell(element, 'dragstart');
            tell(target, 'dragenter');
            if (tell(target, 'dragover')) return 'it cannot be dropped there';
            tell(target, 'drop');
            tell(element, 'dragend');
        ";
        match element.run_with(script, vec![target.inner().to_json()?])? {
            Value::Null => Ok(()),
            why => NotYet::because(why.to_string()),
        }
    }

    /// Returns a picture of the first element that a selector finds, as PNG.
    #[track_caller]
    pub fn picture_of(&self, selector: &str) -> Vec<u8> {
        self.eventually("something to take a picture of", || {
            let found = self.page()?.all(selector)?;
            found.first().ok_or(NotYet(format!("there is no {selector}")))?.picture()
        })
    }
}
