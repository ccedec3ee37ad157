//! One use of a module: the root, or one instance of a module call.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::expansion::Expansion;
use crate::frontend::terraform::load::declaration::Declaration;
use crate::frontend::terraform::load::module::Module;
use crate::model::Call;
use crate::value::{Address, Unknown, Value};

/// Where a value is remembered.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::frontend::terraform) enum Key<'p> {
    /// The value of a variable.
    Variable(&'p str),
    /// A local value.
    Local(&'p str),
    /// An output.
    Output(&'p str),
    /// An argument of one instance of a declared block.
    Argument {
        /// Position of the declaration in its module.
        declaration: usize,
        /// Position of the instance in the expansion.
        item: usize,
        /// Name of the argument.
        name: &'p str,
    },
    /// The JSON text of an instance of a policy document.
    Policy {
        /// Position of the declaration in its module.
        declaration: usize,
        /// Position of the instance in the expansion.
        item: usize,
    },
}

impl Key<'_> {
    /// What tells this value from all others of an evaluation. `path` is its address without the key of its instance.
    pub(in crate::frontend::terraform) fn identity(&self, path: &str) -> String {
        match self {
            Self::Argument { item, .. } | Self::Policy { item, .. } => format!("{path} of instance {item}"),
            Self::Variable(_) | Self::Local(_) | Self::Output(_) => path.to_owned(),
        }
    }
}

/// What is known of a memoised thing so far.
pub(in crate::frontend::terraform) enum Slot<T> {
    /// Being computed; asking for it now is a cycle.
    Pending,
    /// Computed.
    Ready(T),
}

/// The call that an instance comes from.
pub(in crate::frontend::terraform) struct Caller<'p> {
    /// The instance whose module has the call.
    pub(in crate::frontend::terraform) instance: InstanceId,
    /// The call.
    pub(in crate::frontend::terraform) declaration: &'p Declaration<'p>,
    /// Which of the instances of the call.
    pub(in crate::frontend::terraform) item: usize,
}

/// Names an instance of one evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::frontend::terraform) struct InstanceId(pub(in crate::frontend::terraform) usize);

/// The instances of a module call, or why they cannot be evaluated.
pub(in crate::frontend::terraform) type Child = Result<InstanceId, Arc<Unknown>>;

/// One use of a module.
pub(in crate::frontend::terraform) struct Instance<'p> {
    /// Its name.
    pub(in crate::frontend::terraform) id: InstanceId,
    /// The module.
    pub(in crate::frontend::terraform) module: &'p Module<'p>,
    /// `module.net["a"]`, or empty for the root.
    pub(in crate::frontend::terraform) address: Address,
    /// The call; none for the root.
    pub(in crate::frontend::terraform) caller: Option<Caller<'p>>,
    /// All calls that lead here, outermost first.
    pub(in crate::frontend::terraform) calls: Vec<Call>,
    /// Values that were computed.
    pub(in crate::frontend::terraform) values: RefCell<HashMap<Key<'p>, Slot<Value>>>,
    /// Expansions by the position of their declaration.
    pub(in crate::frontend::terraform) expansions: RefCell<HashMap<usize, Slot<Rc<Expansion>>>>,
    /// Instances of module calls by the positions of the declaration and of the instance.
    pub(in crate::frontend::terraform) children: RefCell<HashMap<(usize, usize), Child>>,
}

impl<'p> Instance<'p> {
    /// An instance of which nothing is computed yet.
    pub(in crate::frontend::terraform) fn new(
        id: InstanceId,
        module: &'p Module<'p>,
        address: Address,
        caller: Option<Caller<'p>>,
        calls: Vec<Call>,
    ) -> Self {
        Self {
            id,
            module,
            address,
            caller,
            calls,
            values: RefCell::default(),
            expansions: RefCell::default(),
            children: RefCell::default(),
        }
    }

    /// The absolute address of something in this module.
    pub(in crate::frontend::terraform) fn absolute(&self, local: &str) -> Address {
        self.address.join(local)
    }
}
