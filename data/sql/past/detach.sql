DETACH {past}
