//! Forms with a file.

use crate::{Failure, Fields, failed};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use kernel::Text;

/// A form of type `multipart/form-data`: its fields and the file.
#[derive(Debug, Default)]
pub struct Upload {
    pub fields: Fields,
    /// None if no file was chosen.
    pub file: Option<Attached>,
}

/// A file as it was sent.
#[derive(Debug)]
pub struct Attached {
    /// The name on the sender's machine; not to be trusted as a path.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let bad = |cause: String| Failure {
            status: StatusCode::BAD_REQUEST,
            text: Text::new("pages-bad-request"),
            ..failed(cause)
        };
        let mut parts =
            Multipart::from_request(request, state).await.map_err(|error| bad(error.to_string()))?;
        let mut pairs = Vec::new();
        let mut file = None;
        while let Some(part) = parts.next_field().await.map_err(|error| bad(error.to_string()))? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|error| bad(error.to_string()))?;
            match file_name {
                Some(file_name) if !bytes.is_empty() || !file_name.is_empty() => {
                    file.get_or_insert(Attached { name: file_name, bytes: bytes.to_vec() });
                }
                Some(_) => {}
                None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        Ok(Self { fields: Fields::from_pairs(pairs), file })
    }
}
