package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.net.Inet4Address;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The little of Lua that Fairlead's records are made of, to read code back before it is sent: choices between addresses behind
 * tests of networks, countries and continents. Whatever else it may mean in Lua, it is nothing that Fairlead meant.
 */
final class LuaGrammar {

    private static final Pattern TOKEN = Pattern.compile("'[^']*'|\\w+|\\S");
    private static final Pattern WEIGHT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern PLACE = Pattern.compile("[A-Z]{2}");
    private static final String END = "its end";

    private final List<String> tokens;
    private final Family family;
    private int at;

    private LuaGrammar(String code, Family family) {
        this.tokens = TOKEN.matcher(code).results().map(found -> found.group()).toList();
        this.family = family;
    }

    /** Throws {@link IllegalArgumentException} with the reason for code that is not of that kind, or that gives other addresses. */
    static void check(String code, Family family) {
        LuaGrammar grammar = new LuaGrammar(code, family);
        grammar.statement();
        grammar.take(END);
    }

    private void statement() {
        take(";");
        if (peek().equals("return")) {
            answer();
            return;
        }
        take("if");
        branch();
        while (peek().equals("elseif")) {
            take("elseif");
            branch();
        }
        take("else");
        answer();
        take("end");
    }

    private void branch() {
        String test = next();
        take("(");
        take("{");
        do {
            value(test, literal());
        } while (another());
        take("}");
        take(")");
        take("then");
        answer();
    }

    private static void value(String test, String value) {
        switch (test) {
            case "netmask" -> Network.of(value);
            case "country", "continent" -> require(PLACE.matcher(value).matches(), "'%s' is no place", value);
            default -> require(false, "'%s' is no test that Fairlead makes", test);
        }
    }

    private void answer() {
        take("return");
        switch (peek()) {
            case "{" -> {
                take("{");
                take("}");
            }
            case "pickwhashed" -> weighted();
            default -> address(literal());
        }
    }

    private void weighted() {
        take("pickwhashed");
        take("(");
        take("{");
        do {
            take("{");
            String weight = next();
            require(WEIGHT.matcher(weight).matches(), "'%s' is no weight", weight);
            take(",");
            address(literal());
            take("}");
        } while (another());
        take("}");
        take(")");
    }

    private void address(String text) {
        boolean four = IpAddresses.parse(text) instanceof Inet4Address;
        require(four == (family == Family.A), "'%s' is not an address for a record of its kind", text);
    }

    private boolean another() {
        if (!peek().equals(",")) {
            return false;
        }
        take(",");
        return true;
    }

    private String literal() {
        String token = next();
        require(token.length() > 2 && token.startsWith("'"), "%s stands where a value should", token);
        return token.substring(1, token.length() - 1);
    }

    private void take(String expected) {
        String token = next();
        require(token.equals(expected), "%s stands where %s should", token, expected);
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : END;
    }

    private String next() {
        String token = peek();
        at++;
        return token;
    }

    private static void require(boolean holds, String otherwise, Object... parts) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise.formatted(parts));
        }
    }
}
