package io.emperor.devagent.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * One request and its answer, which may be endless: it is read to a limit, and little of it is
 * kept. Thread safe.
 */
final class HttpConversation extends AbstractConnection {

  private static final int BUFFER = 8 << 10;
  private static final int LONGEST_HEAD = 64 << 10;
  private static final long LONGEST_ANSWER = 1 << 20;
  private static final int FIRST_FINAL = 200;

  private final ProbeRequest ask;
  private final LastBytes last;
  private final Consumer<HttpConversation> done;
  private final HttpParser parser;
  private long seen;
  private int status;
  private String line = "";
  private String location = "";
  private String flaw = "EOF";
  private boolean hasHead;
  private boolean complete;

  HttpConversation(
      EndPoint endPoint,
      Executor threads,
      ProbeRequest ask,
      int kept,
      Consumer<HttpConversation> done) {
    super(endPoint, threads);
    this.ask = ask;
    this.done = done;
    last = new LastBytes(kept);
    parser = new HttpParser(new Listener());
    parser.setHeadResponse(ask.method().equals("HEAD"));
  }

  ProbeRequest ask() {
    return ask;
  }

  /** The answer's, or 0 as long as there is none. */
  synchronized int status() {
    return hasHead ? status : 0;
  }

  /** Status and reason. */
  synchronized String line() {
    return line;
  }

  synchronized String location() {
    return location;
  }

  /** What is kept of the body. */
  synchronized String end() {
    return last.text();
  }

  /** Why there is no answer, in Go's words. */
  synchronized String flaw() {
    return flaw;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    getEndPoint()
        .write(Callback.from(this::fillInterested, this::fail), ByteBuffer.wrap(ask.bytes()));
  }

  @Override
  public void onFillable() {
    ByteBuffer buffer = BufferUtil.allocate(BUFFER);
    try {
      int some = getEndPoint().fill(buffer);
      while (some > 0 && !parse(buffer)) {
        some = getEndPoint().fill(buffer);
      }
      if (some == 0) {
        fillInterested();
        return;
      }
      if (some < 0) {
        parser.atEOF();
        parse(BufferUtil.EMPTY_BUFFER);
      }
      finish();
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    fail(cause);
  }

  /** Whether that is all that is wanted. */
  private synchronized boolean parse(ByteBuffer buffer) {
    seen += buffer.remaining();
    do {
      parser.parseNext(buffer);
    } while (buffer.hasRemaining() && !complete && !parser.isClosed());
    if (!hasHead && !complete && seen > LONGEST_HEAD) {
      flaw = "net/http: server response headers exceeded " + LONGEST_HEAD + " bytes; aborted";
      complete = true;
    }
    return complete || seen > LONGEST_ANSWER;
  }

  private void fail(Throwable cause) {
    synchronized (this) {
      flaw = message(cause);
    }
    finish();
  }

  private static String message(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("unable to find valid certification path")) {
      return "x509: certificate signed by unknown authority";
    }
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return "http: server gave HTTP response to HTTPS client";
    }
    return cause instanceof IOException && message.contains("reset")
        ? "read: connection reset by peer"
        : message.toLowerCase(Locale.ROOT);
  }

  private void finish() {
    close();
    done.accept(this);
  }

  /** What the answer consists of. Under the conversation's lock. */
  private final class Listener implements HttpParser.ResponseHandler {

    @Override
    public void startResponse(HttpVersion version, int code, String reason) {
      status = code;
      line = reason == null || reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
    }

    @Override
    public void parsedHeader(HttpField field) {
      if (field.getHeader() == HttpHeader.LOCATION && field.getValue() != null) {
        location = field.getValue();
      }
    }

    @Override
    public boolean headerComplete() {
      hasHead = status >= FIRST_FINAL;
      return false;
    }

    @Override
    public boolean content(ByteBuffer content) {
      last.add(content);
      return false;
    }

    @Override
    public boolean contentComplete() {
      return false;
    }

    @Override
    public boolean messageComplete() {
      if (hasHead) {
        complete = true;
      } else {
        parser.reset();
      }
      return complete;
    }

    @Override
    public void earlyEOF() {
      complete = true;
    }

    @Override
    public void badMessage(HttpException failure) {
      flaw = "net/http: HTTP/1.x transport connection broken: malformed HTTP response";
      complete = true;
    }
  }
}
