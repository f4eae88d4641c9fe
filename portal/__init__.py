"""The training portal: find a class, learn what the policy gives, sign up, keep a lifelong record."""
