package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.lexer.LexerImpl;
import io.pebbletemplates.pebble.lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of one file of a template, as far as they name something: other files, functions,
 * filters, tests and macros.
 */
final class TemplateText {

  private static final Set<String> LOADING = Set.of("include", "import", "from", "extends");

  /** What may stand before a bracket and is no function. */
  private static final Set<String> WORDS = Set.of("in", "with", "import", "as");

  private final List<Token> tokens;
  private final List<Named> templates = new ArrayList<>();
  private final List<Named> files = new ArrayList<>();
  private final List<Named> functions = new ArrayList<>();
  private final List<Named> filters = new ArrayList<>();
  private final List<Named> tests = new ArrayList<>();
  private final List<String> macros = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** A name, and the line that it is in. */
  record Named(String name, int line) {}

  /** What is wrong with a word, in words that go on after its place. */
  record Problem(String word, int line, String what) {}

  private TemplateText(List<Token> tokens) {
    this.tokens = tokens;
    for (int at = 0; at < tokens.size(); at++) {
      look(at);
    }
  }

  /**
   * Looks through a text.
   *
   * @throws RuntimeException Pebble's, if these are no words of its language
   */
  static TemplateText of(PebbleEngine engine, String name, String text) {
    LexerImpl lexer =
        new LexerImpl(
            engine.getSyntax(),
            engine.getExtensionRegistry().getUnaryOperators().values(),
            engine.getExtensionRegistry().getBinaryOperators().values());
    return new TemplateText(lexer.tokenize(Texts.reader(text), name).getTokens());
  }

  List<Named> templates() {
    return templates;
  }

  List<Named> files() {
    return files;
  }

  List<Named> functions() {
    return functions;
  }

  List<Named> filters() {
    return filters;
  }

  List<Named> tests() {
    return tests;
  }

  List<String> macros() {
    return macros;
  }

  List<Problem> problems() {
    return problems;
  }

  private void look(int at) {
    Token token = tokens.get(at);
    if (token.getType() == Token.Type.STRING_INTERPOLATION_START) {
      problems.add(
          new Problem(
              "#{",
              token.getLineNumber(),
              "has #{…} in a text, which templates don't know here; write \"…\" ~ value"));
    } else if (token.getType() == Token.Type.NAME) {
      name(at, token);
    }
  }

  private void name(int at, Token token) {
    Token before = token(at - 1);
    if (before.test(Token.Type.EXECUTE_START)) {
      tag(at, token);
    } else if (before.test(Token.Type.OPERATOR, "|")) {
      filters.add(named(token));
    } else if (before.test(Token.Type.OPERATOR, "is")
        || before.test(Token.Type.OPERATOR, "is not")) {
      tests.add(named(token));
    } else if (token(at + 1).test(Token.Type.PUNCTUATION, "(")) {
      called(at, token, before);
    }
  }

  private void tag(int at, Token tag) {
    if (LOADING.contains(tag.getValue())) {
      loading(at, tag);
    } else if (tag.getValue().equals("macro") && token(at + 1).test(Token.Type.NAME)) {
      macros.add(token(at + 1).getValue());
    }
  }

  private void loading(int at, Token tag) {
    Token name = token(at + 1);
    Token after = token(at + 2);
    if (name.test(Token.Type.STRING)
        && (after.test(Token.Type.EXECUTE_END) || after.test(Token.Type.NAME))) {
      templates.add(named(name));
    } else {
      problems.add(
          new Problem(
              tag.getValue(),
              tag.getLineNumber(),
              tag.getValue() + " takes no name that a value has; write the file's name in quotes"));
    }
    for (int each = at + 2;
        tag.getValue().equals("from") && !token(each).test(Token.Type.EXECUTE_END);
        each++) {
      if (token(each).test(Token.Type.EOF)) {
        return;
      }
      macros.add(String.valueOf(token(each).getValue()));
    }
  }

  private void called(int at, Token token, Token before) {
    boolean isNoFunction =
        before.test(Token.Type.PUNCTUATION, ".")
            || before.test(Token.Type.NAME, "macro")
            || WORDS.contains(token.getValue());
    if (isNoFunction) {
      return;
    }
    functions.add(named(token));
    if (token.getValue().equals("file")) {
      file(at, token);
    }
  }

  private void file(int at, Token token) {
    if (token(at + 2).test(Token.Type.STRING) && token(at + 3).test(Token.Type.PUNCTUATION, ")")) {
      files.add(named(token(at + 2)));
    } else {
      problems.add(
          new Problem(
              "file",
              token.getLineNumber(),
              "file takes no name that a value has; write the file's name in quotes"));
    }
  }

  private static Named named(Token token) {
    return new Named(token.getValue(), token.getLineNumber());
  }

  private Token token(int at) {
    return at >= 0 && at < tokens.size() ? tokens.get(at) : new Token(Token.Type.EOF, null, 0);
  }
}
