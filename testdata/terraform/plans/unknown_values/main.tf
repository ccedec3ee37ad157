resource "terraform_data" "source" {
  input = { fixed = "known" }
}

resource "terraform_data" "sink" {
  input = {
    id    = terraform_data.source.id
    fixed = terraform_data.source.input.fixed
    list  = [1, terraform_data.source.id]
  }
  triggers_replace = terraform_data.source.output
}

output "id" {
  value = terraform_data.source.id
}

output "sink" {
  value = terraform_data.sink.input
}

output "known_part" {
  value = terraform_data.sink.input.fixed
}

output "known_length" {
  value = length(terraform_data.sink.input.list)
}

output "unknown_length" {
  value = length(terraform_data.source.id)
}
