module "policy" {
  source     = "./policy"
  statements = [{ actions = ["s3:GetObject"], resources = ["*"] }, { actions = ["ec2:*"], resources = ["a", "b"], effect = "Deny" }]
}

output "policy" {
  value = jsondecode(module.policy.json).Statement[1].Effect
}

output "json" {
  value = module.policy.json
}
