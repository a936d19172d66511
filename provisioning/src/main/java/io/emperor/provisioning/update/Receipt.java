package io.emperor.provisioning.update;

/** What has become of an update that arrived. */
public enum Receipt {
  /** It is in its file. */
  WRITTEN,

  /** Its file has this version already, or a higher one, and was not touched. */
  OLDER,

  /** Nobody here wants its product. */
  IGNORED
}
