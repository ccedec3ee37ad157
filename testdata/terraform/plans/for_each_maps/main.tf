locals {
  users = {
    alice = { admin = true, teams = ["core", "web"] }
    bob   = { admin = false, teams = [] }
  }
}

resource "terraform_data" "user" {
  for_each = local.users
  input    = merge(each.value, { name = each.key })
}

resource "terraform_data" "membership" {
  for_each = { for pair in flatten([for user, data in local.users : [for team in data.teams : { user = user, team = team }]]) : "${pair.user}/${pair.team}" => pair }
  input    = each.value.team
}

output "admins" {
  value = [for name, user in terraform_data.user : name if user.input.admin]
}

output "memberships" {
  value = keys(terraform_data.membership)
}

output "inputs" {
  value = { for name, user in terraform_data.user : name => user.input }
}
