locals {
  people = [
    { name = "ann", phones = ["1", "2"] },
    { name = "ben", phones = [] },
  ]
  single = { name = "solo" }
  none   = null
}

output "names" {
  value = local.people[*].name
}

output "first_phones" {
  value = [for person in local.people : try(person.phones[0], "none")]
}

output "legacy" {
  value = local.people.*.name
}

output "of_one" {
  value = local.single[*].name
}

output "of_null" {
  value = local.none[*]
}

output "all_phones" {
  value = flatten(local.people[*].phones)
}

output "wrapped" {
  value = element(local.people, 3).name
}
