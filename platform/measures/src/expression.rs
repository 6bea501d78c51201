//! Expressions of derived measures: ids, numbers, `+ - * /` and parentheses.

/// A parsed expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    Number(f64),
    Measure(String),
    Apply(Operator, Box<Expression>, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

impl Expression {
    /// Ids of the measures in it.
    pub fn measures(&self) -> Vec<&str> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Measure(id) => vec![id],
            Self::Apply(_, left, right) => [left.measures(), right.measures()].concat(),
        }
    }
    /// The value; none where a part has none or a division is by zero.
    pub fn value(&self, of: &impl Fn(&str) -> Option<f64>) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Measure(id) => of(id),
            Self::Apply(operator, left, right) => {
                let (left, right) = (left.value(of)?, right.value(of)?);
                match operator {
                    Operator::Plus => Some(left + right),
                    Operator::Minus => Some(left - right),
                    Operator::Times => Some(left * right),
                    Operator::Over => (right != 0.0).then(|| left / right),
                }
            }
        }
    }
}

/// Reads `a.b - c.d * 2`. Ids hold letters, digits, `.` and `_`; an operator
/// stands between blanks or parentheses.
pub fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0 };
    let expression = parser.sum()?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => Err(format!("{token:?} is not expected in the expression")),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Value(Expression),
    Sign(char),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(&letter) = letters.peek() {
        if letter.is_whitespace() {
            letters.next();
        } else if "+-*/()".contains(letter) {
            letters.next();
            tokens.push(Token::Sign(letter));
        } else if letter.is_ascii_alphanumeric() {
            let mut word = String::new();
            while let Some(&letter) =
                letters.peek().filter(|letter| letter.is_ascii_alphanumeric() || "._".contains(**letter))
            {
                word.push(letter);
                letters.next();
            }
            let value = match word.parse::<f64>() {
                Ok(number) => Expression::Number(number),
                Err(_) => Expression::Measure(word),
            };
            tokens.push(Token::Value(value));
        } else {
            return Err(format!("the sign {letter} means nothing in an expression"));
        }
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }
    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }
    fn operator(&mut self, among: [(char, Operator); 2]) -> Option<Operator> {
        let Some(Token::Sign(sign)) = self.peek() else { return None };
        let found = among.into_iter().find(|(known, _)| known == sign).map(|(_, operator)| operator);
        self.next += usize::from(found.is_some());
        found
    }
    fn sum(&mut self) -> Result<Expression, String> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator([('+', Operator::Plus), ('-', Operator::Minus)]) {
            left = Expression::Apply(operator, Box::new(left), Box::new(self.product()?));
        }
        Ok(left)
    }
    fn product(&mut self) -> Result<Expression, String> {
        let mut left = self.value()?;
        while let Some(operator) = self.operator([('*', Operator::Times), ('/', Operator::Over)]) {
            left = Expression::Apply(operator, Box::new(left), Box::new(self.value()?));
        }
        Ok(left)
    }
    fn value(&mut self) -> Result<Expression, String> {
        match self.take() {
            Some(Token::Value(value)) => Ok(value),
            Some(Token::Sign('(')) => {
                let inner = self.sum()?;
                match self.take() {
                    Some(Token::Sign(')')) => Ok(inner),
                    _ => Err("a parenthesis is not closed".to_owned()),
                }
            }
            Some(Token::Sign(sign)) => Err(format!("a value is missing before {sign}")),
            None => Err("the expression ends too early".to_owned()),
        }
    }
}
