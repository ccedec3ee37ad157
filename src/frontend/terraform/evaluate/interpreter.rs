//! The evaluation of one root module: its instances, its limits and what it reports.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use elsa::FrozenVec;

use super::budget::Budget;
use super::instance::{Instance, InstanceId, Key, Slot};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::Context;
use crate::frontend::terraform::load::declaration::Declaration;
use crate::frontend::terraform::load::module::Module;
use crate::frontend::terraform::load::paths;
use crate::frontend::terraform::load::project::Project;
use crate::frontend::terraform::load::provider_versions::{self, Majors};
use crate::source::{FileId, SourceFile, Span};
use crate::value::{Address, Kind, Reason, Unknown, Value};

/// Deepest nesting of expressions and of the references that they follow.
const DEPTH_LIMIT: u32 = 200;
/// Deepest nesting of a value.
const VALUE_DEPTH_LIMIT: usize = 100;
/// Most values within one value; long texts count as several.
const VALUE_SIZE_LIMIT: usize = 200_000;

/// Evaluates one root module and everything that it calls.
pub(in crate::frontend::terraform) struct Interpreter<'p> {
    /// All modules.
    pub(in crate::frontend::terraform) project: &'p Project<'p>,
    /// Texts and files.
    pub(in crate::frontend::terraform) context: &'p Context<'p>,
    /// The root module.
    pub(in crate::frontend::terraform) root: &'p Module<'p>,
    instances: FrozenVec<Box<Instance<'p>>>,
    locked: OnceCell<HashMap<String, Majors>>,
    /// The texts of files that hold what is read further, by path.
    read: RefCell<HashMap<String, FileId>>,
    depth: Cell<u32>,
    budget: Budget,
    diagnostics: RefCell<Vec<Diagnostic>>,
    reported: RefCell<HashSet<(&'static str, Span)>>,
}

/// Counts one level of nesting for as long as it lives.
pub(in crate::frontend::terraform) struct Entered<'i>(&'i Cell<u32>);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl<'p> Interpreter<'p> {
    /// An evaluation in which nothing is computed yet.
    pub(in crate::frontend::terraform) fn new(
        project: &'p Project<'p>,
        context: &'p Context<'p>,
        root: &'p Module<'p>,
    ) -> Self {
        let interpreter = Self {
            project,
            context,
            root,
            instances: FrozenVec::new(),
            locked: OnceCell::new(),
            read: RefCell::default(),
            depth: Cell::new(0),
            budget: Budget::new(),
            diagnostics: RefCell::default(),
            reported: RefCell::default(),
        };
        interpreter.add(|id| Instance::new(id, root, Address::default(), None, Vec::new()));
        interpreter
    }

    /// The instance of the root module.
    pub(in crate::frontend::terraform) fn root_instance(&self) -> &Instance<'p> {
        self.instance(InstanceId(0))
    }

    /// An instance by its name.
    pub(in crate::frontend::terraform) fn instance(&self, id: InstanceId) -> &Instance<'p> {
        &self.instances[id.0]
    }

    /// The versions of a provider with which an instance is deployed: those of the lock file beside the root module,
    /// otherwise those that the root module and the module of the instance ask for, and the newest where neither says
    /// anything of them.
    pub(in crate::frontend::terraform) fn provider_majors(&self, instance: &Instance<'p>, provider: &str) -> Majors {
        let locked = self.locked.get_or_init(|| {
            let path = paths::join(self.root.folder, ".terraform.lock.hcl");
            let text = path.and_then(|path| self.context.files.read(&path).ok());
            text.map_or_else(HashMap::new, |text| provider_versions::locked(&text))
        });
        match locked.get(provider) {
            Some(majors) => *majors,
            None => {
                let asked = [self.root, instance.module].map(|module| module.providers.majors(provider));
                asked.into_iter().flatten().reduce(Majors::narrow).unwrap_or_else(|| Majors::newest(provider))
            }
        }
    }

    /// Whether a file is one that was read for its text.
    pub(in crate::frontend::terraform) fn has_read(&self, file: FileId) -> bool {
        self.read.borrow().values().any(|known| *known == file)
    }

    /// The file at `path` as one of the scan, so that what stands in it can be shown there.
    pub(in crate::frontend::terraform) fn file_of_text(&self, path: &str, text: &str) -> &'p SourceFile {
        let known = self.read.borrow().get(path).copied();
        if let Some(id) = known {
            return self.context.sources.get(id);
        }
        let file = self.context.sources.add(path, text);
        self.read.borrow_mut().insert(path.to_owned(), file.id());
        file
    }

    /// Adds an instance.
    pub(in crate::frontend::terraform) fn add(&self, make: impl FnOnce(InstanceId) -> Instance<'p>) -> InstanceId {
        let id = InstanceId(self.instances.len());
        self.instances.push(Box::new(make(id)));
        id
    }

    /// Adds a message, once for each place.
    pub(in crate::frontend::terraform) fn report(&self, span: Span, diagnostic: Diagnostic) {
        if self.reported.borrow_mut().insert((diagnostic.code, span)) {
            self.diagnostics.borrow_mut().push(diagnostic);
        }
    }

    /// All messages.
    pub(in crate::frontend::terraform) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// Enters one level of nesting and counts one step.
    ///
    /// # Errors
    /// The limit that was reached.
    pub(in crate::frontend::terraform) fn enter(&self, span: Span) -> Result<Entered<'_>, Arc<Unknown>> {
        let what = if !self.budget.take_one() {
            "evaluation steps"
        } else if self.depth.get() >= DEPTH_LIMIT {
            "evaluation depth"
        } else {
            self.depth.set(self.depth.get() + 1);
            return Ok(Entered(&self.depth));
        };
        Err(self.limit(what, span))
    }

    /// Counts steps.
    pub(in crate::frontend::terraform) fn count_steps(&self, count: u32) {
        self.budget.take(count);
    }

    /// Whether the steps are used up, so that what is left is evaluated with a small share each.
    pub(in crate::frontend::terraform) fn is_on_reserve(&self) -> bool {
        self.budget.is_on_reserve()
    }

    /// Begins a declaration, which gets its share where the steps are used up.
    pub(in crate::frontend::terraform) fn begin(&self, declaration: &Declaration<'_>) {
        if self.is_on_reserve() {
            self.limit("evaluation steps", declaration.header());
            self.budget.share();
        }
    }

    /// Counts the steps that the size of a value is worth, so that large values cannot be made in large numbers.
    pub(in crate::frontend::terraform) fn count_size(&self, value: &Value) {
        let size = match &value.kind {
            Kind::String(text) => text.len() / 64,
            Kind::List(list) => list.items.len() / 16,
            Kind::Map(map) => map.len() / 16,
            _ => 0,
        };
        self.count_steps(size as u32);
    }

    /// The unknown for a limit that was reached, which is reported.
    pub(in crate::frontend::terraform) fn limit(&self, what: &'static str, span: Span) -> Arc<Unknown> {
        // One message for each limit and root module is enough: what follows is the same mishap.
        let folder = self.root.first_span();
        let message = format!("the limit on {what} was reached: what is not known for it is not assessed");
        if self.reported.borrow_mut().insert((what, folder)) {
            self.diagnostics.borrow_mut().push(Diagnostic::at(Level::Error, "limit", span, message));
        }
        Arc::new(Unknown::new(Reason::Limit(what), span))
    }

    /// Computes a value once. A value that is asked for while it is being computed is defined by itself.
    pub(in crate::frontend::terraform) fn remember(
        &self,
        instance: &Instance<'p>,
        key: Key<'p>,
        name: impl Fn() -> String,
        span: Span,
        compute: impl FnOnce() -> Value,
    ) -> Value {
        match instance.values.borrow().get(&key) {
            Some(Slot::Ready(value)) => return value.clone(),
            Some(Slot::Pending) => {
                let name = instance.absolute(&name());
                return Value::unknown(Unknown::new(Reason::Cycle(name.into()), span), span);
            }
            None => {}
        }
        instance.values.borrow_mut().insert(key, Slot::Pending);
        let value = self.bounded(compute()).with_identities(&|| key.identity(&instance.absolute(&name())));
        instance.values.borrow_mut().insert(key, Slot::Ready(value.clone()));
        value
    }

    /// The value, unless it is so large or deep that whoever walks it would suffer. Sharing makes it cheap to build
    /// values of exponential size.
    fn bounded(&self, value: Value) -> Value {
        let (mut size, mut too_large) = (0_usize, false);
        let mut open = vec![(&value, 0_usize)];
        while let Some((value, depth)) = open.pop() {
            size += 1;
            too_large = depth > VALUE_DEPTH_LIMIT || size > VALUE_SIZE_LIMIT;
            if too_large {
                break;
            }
            size += value.as_str().map_or(0, |text| text.len() / 32);
            open.extend(value.children().map(|child| (child, depth + 1)));
        }
        self.count_steps((size / 64) as u32);
        if too_large { Value::unknown(self.limit("value size", value.span), value.span) } else { value }
    }
}
