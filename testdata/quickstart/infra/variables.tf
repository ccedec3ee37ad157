variable "project" {
  type    = string
  default = "shop"
}

variable "environment" {
  type = string
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "image_visibility" {
  type    = string
  default = "private"
}

variable "admin_ports" {
  type    = list(number)
  default = [22]
}

variable "admin_cidrs" {
  description = "Networks that may administer the web tier"
  type        = list(string)
  default     = ["10.0.0.0/8"]
}

variable "office_cidr" {
  description = "Network of the office; differs from stage to stage"
  type        = string
}

variable "database" {
  type = object({
    instance_class = string
    storage        = number
    public         = bool
  })

  default = {
    instance_class = "db.t4g.medium"
    storage        = 50
    public         = false
  }
}

variable "database_key_arn" {
  type = string
}

variable "database_password" {
  type      = string
  sensitive = true
}
