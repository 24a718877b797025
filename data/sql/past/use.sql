USE {past}
