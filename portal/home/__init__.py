"""The front door: the home page, "my page", what machines ask (health, robots, sitemap)."""
