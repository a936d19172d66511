package io.emperor.config.uwsgi;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the options below the root {@code <uwsgi>} of an XML file. A document type is not read, so
 * that no entity is expanded and nothing else opened. Of a file that breaks off, what stands before
 * counts.
 */
final class XmlOptions {

  private static final XMLInputFactory FACTORY = factory();

  private final List<GivenOption> options = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private int line;
  private boolean isFound;

  private XmlOptions() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  /** The options; empty if the root is another, or this is no XML. */
  static Optional<List<GivenOption>> of(byte[] bytes) {
    XmlOptions reading = new XmlOptions();
    try {
      reading.document(FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes)));
    } catch (XMLStreamException | RuntimeException e) {
      // The parser throws runtime exceptions at bytes that are no text of the encoding it was told.
    }
    return reading.isFound ? Optional.of(reading.options) : Optional.empty();
  }

  private void document(XMLStreamReader reader) throws XMLStreamException {
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (!start(reader)) {
            return;
          }
        }
        case XMLStreamConstants.END_ELEMENT -> end(reader);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(depth == 2 ? reader.getText() : "");
        default -> {
          // Comments and the like say nothing.
        }
      }
    }
  }

  private boolean start(XMLStreamReader reader) {
    depth++;
    if (depth == 1) {
      isFound = reader.getLocalName().equals(UwsgiFile.NAME);
    } else if (depth == 2) {
      line = reader.getLocation().getLineNumber();
      text.setLength(0);
    }
    return isFound;
  }

  private void end(XMLStreamReader reader) {
    if (depth == 2) {
      options.add(new GivenOption(reader.getLocalName(), text.toString().strip(), line));
    }
    depth--;
  }
}
