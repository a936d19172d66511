package io.emperor.monitor;

/** Something that the listener has to be told. */
record FileChange(Kind kind, VassalSource source) {

  /** What happened. */
  enum Kind {
    APPEARED,
    CHANGED,
    GONE
  }

  void tell(VassalListener listener) {
    switch (kind) {
      case APPEARED -> listener.appeared(source);
      case CHANGED -> listener.changed(source);
      case GONE -> listener.gone(source.name());
    }
  }
}
