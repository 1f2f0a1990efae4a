package org.etalon.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One size of a tensor: a whole number ≥ 0, or an expression in symbols such as {@code batch} whose
 * value is bound only when a network is run.
 *
 * <p>Expressions are polynomials with whole coefficients, kept in a normal form, so that two sizes
 * computed in different ways compare equal ({@code 12*batch} however it arose). What a polynomial
 * cannot say (a rounded quotient) becomes a symbol of its own, named after its formula.
 */
public final class Dim {
  private static final int SMALL = 4097;

  /** Letters of a symbol's name, terms of a sum and factors of a term: sizes stay small. */
  private static final int LONGEST_NAME = 200;

  private static final int MOST_TERMS = 16;
  private static final int MOST_FACTORS = 8;
  private static final Dim[] CACHE = new Dim[SMALL];

  static {
    for (int i = 0; i < SMALL; i++) {
      CACHE[i] = new Dim(i, null);
    }
  }

  /** The value where {@link #terms} is null. */
  private final long known;

  /** Coefficient by monomial (its symbols, sorted, repeated for powers); null for a number. */
  private final @org.jspecify.annotations.Nullable NavigableMap<String, Term> terms;

  private record Term(List<String> symbols, long coefficient) {
    static String key(List<String> symbols) {
      return String.join("*", symbols);
    }
  }

  private Dim(long known, @org.jspecify.annotations.Nullable NavigableMap<String, Term> terms) {
    this.known = known;
    this.terms = terms;
  }

  /** The size {@code value}; negative numbers occur only inside index arithmetic. */
  public static Dim of(long value) {
    return value >= 0 && value < SMALL ? CACHE[(int) value] : new Dim(value, null);
  }

  /**
   * The size named {@code name}, unknown until a network is run. A name of more than {@value
   * #LONGEST_NAME} letters, as nested formulas have, is cut and told apart by a digest.
   */
  public static Dim symbol(String formula) {
    String name = formula;
    if (name.length() > LONGEST_NAME) {
      UUID digest = UUID.nameUUIDFromBytes(formula.getBytes(StandardCharsets.UTF_8));
      name = formula.substring(0, LONGEST_NAME / 2) + "…" + digest;
    }
    NavigableMap<String, Term> terms = new TreeMap<>();
    terms.put(name, new Term(List.of(name), 1));
    return new Dim(0, terms);
  }

  /** Whether this is a number rather than an expression in symbols. */
  public boolean isKnown() {
    return terms == null;
  }

  /**
   * The number.
   *
   * @throws IllegalStateException if this is symbolic
   */
  public long value() {
    if (terms != null) {
      throw new IllegalStateException("size " + this + " is not a number");
    }
    return known;
  }

  /** Whether this is exactly the number {@code value}. */
  public boolean is(long value) {
    return terms == null && known == value;
  }

  /** Sum; {@link ArithmeticException} on overflow. */
  public Dim plus(Dim other) {
    if (terms == null && other.terms == null) {
      return of(Math.addExact(known, other.known));
    }
    NavigableMap<String, Term> sum = new TreeMap<>(asTerms());
    for (Map.Entry<String, Term> entry : other.asTerms().entrySet()) {
      accumulate(sum, entry.getKey(), entry.getValue());
    }
    return sum.size() > MOST_TERMS ? symbol("(" + this + ")+(" + other + ")") : normal(sum);
  }

  /** Difference; {@link ArithmeticException} on overflow. */
  public Dim minus(Dim other) {
    return plus(other.times(of(-1)));
  }

  /** Product; {@link ArithmeticException} on overflow. */
  public Dim times(Dim other) {
    if (terms == null && other.terms == null) {
      return of(Math.multiplyExact(known, other.known));
    }
    if (is(1)) {
      return other;
    }
    if (other.is(1)) {
      return this;
    }
    if (factors() + other.factors() > MOST_FACTORS) {
      return symbol("(" + this + ")*(" + other + ")");
    }
    NavigableMap<String, Term> product = new TreeMap<>();
    for (Term a : asTerms().values()) {
      for (Term b : other.asTerms().values()) {
        List<String> symbols = new ArrayList<>(a.symbols);
        symbols.addAll(b.symbols);
        Collections.sort(symbols);
        accumulate(
            product,
            Term.key(symbols),
            new Term(List.copyOf(symbols), Math.multiplyExact(a.coefficient, b.coefficient)));
      }
    }
    return product.size() > MOST_TERMS ? symbol("(" + this + ")*(" + other + ")") : normal(product);
  }

  /**
   * Quotient rounded down. Exact where every term divides; otherwise a symbol named after the
   * formula. {@link ArithmeticException} for a zero divisor.
   */
  public Dim floorDiv(Dim divisor) {
    if (divisor.is(0)) {
      throw new ArithmeticException("division of size " + this + " by zero");
    }
    if (divisor.is(1)) {
      return this;
    }
    if (terms == null && divisor.terms == null) {
      return of(Math.floorDiv(known, divisor.known));
    }
    if (equals(divisor)) {
      return of(1);
    }
    if (divisor.terms == null || divisor.terms.size() == 1) {
      Term by = divisor.asTerms().firstEntry().getValue();
      NavigableMap<String, Term> quotient = new TreeMap<>();
      boolean exact = true;
      for (Term term : asTerms().values()) {
        List<String> rest = new ArrayList<>(term.symbols);
        boolean divides = term.coefficient % by.coefficient == 0;
        for (String symbol : by.symbols) {
          divides &= rest.remove(symbol);
        }
        if (!divides) {
          exact = false;
          break;
        }
        accumulate(quotient, Term.key(rest), new Term(rest, term.coefficient / by.coefficient));
      }
      if (exact) {
        return normal(quotient);
      }
    }
    return symbol("floor((" + this + ")/(" + divisor + "))");
  }

  /** The names of the symbols in it; a rounded quotient is one symbol, named by its formula. */
  public Set<String> symbols() {
    Set<String> symbols = new TreeSet<>();
    if (terms != null) {
      terms.values().forEach(term -> symbols.addAll(term.symbols));
    }
    return symbols;
  }

  /** Whether this is one symbol and nothing else. */
  public boolean isSymbol() {
    return terms != null
        && terms.size() == 1
        && terms.firstEntry().getValue().coefficient == 1
        && terms.firstEntry().getValue().symbols.size() == 1;
  }

  /**
   * The size with numbers in place of symbols; those without a number stay. {@link
   * ArithmeticException} on overflow.
   *
   * @param values numbers by name of the symbol
   */
  public Dim bind(Map<String, Long> values) {
    if (terms == null) {
      return this;
    }
    Dim sum = of(0);
    for (Term term : terms.values()) {
      Dim product = of(term.coefficient);
      for (String symbol : term.symbols) {
        Long value = values.get(symbol);
        product = product.times(value == null ? symbol(symbol) : of(value));
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  /** The largest number of symbols that one term multiplies. */
  private int factors() {
    int most = 0;
    for (Term term : asTerms().values()) {
      most = Math.max(most, term.symbols.size());
    }
    return most;
  }

  private NavigableMap<String, Term> asTerms() {
    if (terms != null) {
      return terms;
    }
    NavigableMap<String, Term> constant = new TreeMap<>();
    if (known != 0) {
      constant.put("", new Term(List.of(), known));
    }
    return constant;
  }

  private static void accumulate(NavigableMap<String, Term> into, String key, Term term) {
    Term old = into.get(key);
    long coefficient =
        old == null ? term.coefficient : Math.addExact(old.coefficient, term.coefficient);
    if (coefficient == 0) {
      into.remove(key);
    } else {
      into.put(key, new Term(term.symbols, coefficient));
    }
  }

  private static Dim normal(NavigableMap<String, Term> terms) {
    if (terms.isEmpty()) {
      return of(0);
    }
    Term first = terms.firstEntry().getValue();
    if (terms.size() == 1 && first.symbols.isEmpty()) {
      return of(first.coefficient);
    }
    return new Dim(0, terms);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Dim that)) {
      return false;
    }
    if (terms == null || that.terms == null) {
      return terms == null && that.terms == null && known == that.known;
    }
    return terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return terms == null ? Long.hashCode(known) : terms.hashCode();
  }

  @Override
  public String toString() {
    if (terms == null) {
      return Long.toString(known);
    }
    StringBuilder text = new StringBuilder();
    for (Term term : terms.values()) {
      if (text.length() > 0) {
        text.append('+');
      }
      String symbols = Term.key(term.symbols);
      if (symbols.isEmpty()) {
        text.append(term.coefficient);
      } else if (term.coefficient == 1) {
        text.append(symbols);
      } else {
        text.append(term.coefficient).append('*').append(symbols);
      }
    }
    return text.toString();
  }
}
