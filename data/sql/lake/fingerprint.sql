SELECT fingerprint FROM lake.release.build
