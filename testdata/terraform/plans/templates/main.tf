locals {
  hosts = ["a", "b"]
  motd  = <<-EOT
    Hosts:
    %{ for index, host in local.hosts ~}
    ${index + 1}. ${host}
    %{ endfor ~}
    %{ if length(local.hosts) > 1 }many%{ else }one%{ endif }
  EOT
}

resource "terraform_data" "host" {
  input = "x"
}

output "motd" {
  value = local.motd
}

output "escaped" {
  value = "$${literal} %%{ literal } \"quoted\" \u00e9"
}

output "json" {
  value = jsonencode({ b = [1, true, null], a = "<${local.hosts[0]}>" })
}

output "partly" {
  value = "host ${terraform_data.host.id} of ${length(local.hosts)}"
}
