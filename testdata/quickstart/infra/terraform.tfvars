environment      = "production"
image_visibility = "public-read"

# While the VPN is being replaced.
admin_cidrs = ["10.0.0.0/8", "0.0.0.0/0"]

database = {
  instance_class = "db.r6g.large"
  storage        = 200
  public         = true
}
