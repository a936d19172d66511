package io.emperor.provisioning.commit;

/**
 * A file and what is to be in it.
 *
 * @param plan where it goes, and how
 * @param content all of it; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // 64 MiB are not copied; nobody compares two
public record RenderedFile(FilePlan plan, byte[] content) {

  /** Leaves out the content, which may be a secret. */
  @Override
  public String toString() {
    return "RenderedFile[" + plan + ", " + content.length + " bytes]";
  }
}
