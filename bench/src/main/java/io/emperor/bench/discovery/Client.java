package io.emperor.bench.discovery;

/** Whose client reads. */
public enum Client {
  /** The helpers of an app that the emperor runs. */
  EMPEROR("emperor") {
    @Override
    Reader at(String address) {
      return new HelperReader(address);
    }
  },
  /** The client library that the helpers stand on. */
  ORBITZ("orbitz client") {
    @Override
    Reader at(String address) {
      return new OrbitzReader(address);
    }
  },
  /** The HTTP client that comes with Java, and Jackson. */
  JDK("JDK HttpClient, JsonNode") {
    @Override
    Reader at(String address) {
      return new PlainReader(address);
    }
  };

  private final String title;

  Client(String title) {
    this.title = title;
  }

  abstract Reader at(String address);

  /** As a table has it. */
  @Override
  public String toString() {
    return title;
  }
}
