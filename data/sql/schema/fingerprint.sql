SELECT fingerprint FROM plan.build
