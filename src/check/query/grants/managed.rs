//! Policies that AWS manages and that grant much, by their documents
//! (<https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>).

use crate::value::includes;

/// What a policy of this name allows on every resource: the actions of `Action`, or all but those of `NotAction`.
struct Managed {
    name: &'static str,
    actions: &'static [&'static str],
    not_actions: &'static [&'static str],
}

const fn allows(name: &'static str, actions: &'static [&'static str]) -> Managed {
    Managed { name, actions, not_actions: &[] }
}

/// Sorted by name. Actions that a condition or a list of resources restricts are left out.
const MANAGED: &[Managed] = &[
    allows("AWSCloudFormationFullAccess", &["cloudformation:*"]),
    allows("AWSLambda_FullAccess", &["lambda:*"]),
    allows("AWSOrganizationsFullAccess", &["organizations:*"]),
    allows("AdministratorAccess", &["*"]),
    allows("AmazonDynamoDBFullAccess", &["dynamodb:*"]),
    allows("AmazonEC2FullAccess", &["ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"]),
    allows("AmazonRDSFullAccess", &["rds:*"]),
    allows("AmazonS3FullAccess", &["s3:*", "s3-object-lambda:*"]),
    allows("AmazonSNSFullAccess", &["sns:*"]),
    allows("AmazonSQSFullAccess", &["sqs:*"]),
    allows("IAMFullAccess", &["iam:*"]),
    Managed { name: "PowerUserAccess", actions: &[], not_actions: &["iam:*", "organizations:*", "account:*"] },
];

/// Whether the policy of this ARN, of which the partition may be left out, grants an action; none where it is no ARN of a
/// policy of AWS.
pub(super) fn grants(arn: &str, action: &str) -> Option<bool> {
    let (_, name) = arn.split_once(":iam::aws:policy/")?;
    let known = MANAGED.iter().find(|managed| managed.name == name.rsplit('/').next().unwrap_or(name));
    Some(known.is_some_and(|managed| {
        let has = |patterns: &[&str]| patterns.iter().any(|pattern| includes(pattern, action));
        let touches = |patterns: &[&str]| patterns.iter().any(|pattern| includes(action, pattern));
        has(managed.actions)
            || (!managed.not_actions.is_empty() && !has(managed.not_actions) && !touches(managed.not_actions))
    }))
}
