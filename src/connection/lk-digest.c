/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-digest.h"

#include "base/lk-hex.h"

#include <gnutls/crypto.h>
#include <string.h>

#define CNONCE_BYTES 16

typedef struct
{
  const char *name;
  GChecksumType type;
  gboolean is_session;
  int strength;
} Algorithm;

static const Algorithm algorithms[] = {
  { "MD5", G_CHECKSUM_MD5, FALSE, 1 },
  { "MD5-sess", G_CHECKSUM_MD5, TRUE, 1 },
  { "SHA-256", G_CHECKSUM_SHA256, FALSE, 2 },
  { "SHA-256-sess", G_CHECKSUM_SHA256, TRUE, 2 },
};

struct _LkDigest
{
  const Algorithm *algorithm;
  gboolean algorithm_named;
  gboolean has_qop;
  char *realm;
  char *nonce;
  char *opaque; /* (nullable) */
  char *cnonce; /* one a nonce, as the "-sess" kinds need it */
  guint32 n_answers;
};

void
lk_digest_free (LkDigest *self)
{
  if (self == NULL)
    return;
  g_free (self->realm);
  g_free (self->nonce);
  g_free (self->opaque);
  g_free (self->cnonce);
  g_free (self);
}

static const char *
skip (const char *text, const char *what)
{
  return text + strspn (text, what);
}

static gsize
token_length (const char *text)
{
  gsize length = 0;

  while (g_ascii_isalnum (text[length]) ||
         (text[length] != '\0' && strchr ("!#$%&'*+-.^_`|~", text[length]) != NULL))
    length++;
  return length;
}

/* Reads a token or a quoted string; (transfer full). */
static char *
read_value (const char **text)
{
  GString *value = g_string_new (NULL);
  const char *at = *text;

  if (*at != '"')
    {
      gsize length = strcspn (at, ", \t");

      g_string_append_len (value, at, (gssize)length);
      *text = at + length;
      return g_string_free (value, FALSE);
    }
  for (at++; *at != '\0' && *at != '"'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      g_string_append_c (value, *at);
    }
  *text = *at == '"' ? at + 1 : at;
  return g_string_free (value, FALSE);
}

/* Reads "name=value" into @parameters, the first of a name winning; FALSE when none stands at @text. */
static gboolean
read_parameter (const char **text, GHashTable *parameters)
{
  gsize length = token_length (*text);
  const char *at = skip (*text + length, " \t");
  char *name;
  char *value;

  if (length == 0 || *at != '=')
    return FALSE;
  name = g_ascii_strdown (*text, (gssize)length);
  at = skip (at + 1, " \t");
  value = read_value (&at);
  *text = at;

  if (parameters == NULL || g_hash_table_contains (parameters, name))
    {
      g_free (name);
      g_free (value);
    }
  else
    g_hash_table_insert (parameters, name, value);
  return TRUE;
}

static const Algorithm *
find_algorithm (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      if (g_ascii_strcasecmp (algorithms[i].name, name != NULL ? name : "MD5") == 0)
        return &algorithms[i];
    }
  return NULL;
}

/* A control character could only be smuggled in; it would be sent back in our own header. */
static gboolean
is_printable (const char *text)
{
  for (const char *at = text; at != NULL && *at != '\0'; at++)
    {
      if (g_ascii_iscntrl (*at))
        return FALSE;
    }
  return TRUE;
}

static gboolean
offers_auth (const char *qop)
{
  g_auto (GStrv) offers = g_strsplit_set (qop, ", \t", -1);

  for (guint i = 0; offers[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (offers[i], "auth") == 0)
        return TRUE;
    }
  return FALSE;
}

static LkDigest *
digest_new (GHashTable *parameters)
{
  const Algorithm *algorithm = find_algorithm (g_hash_table_lookup (parameters, "algorithm"));
  const char *realm = g_hash_table_lookup (parameters, "realm");
  const char *nonce = g_hash_table_lookup (parameters, "nonce");
  const char *opaque = g_hash_table_lookup (parameters, "opaque");
  const char *qop = g_hash_table_lookup (parameters, "qop");
  LkDigest *self;

  if (algorithm == NULL || realm == NULL || nonce == NULL || (qop != NULL && !offers_auth (qop)))
    return NULL;
  if (!is_printable (realm) || !is_printable (nonce) || !is_printable (opaque))
    return NULL;

  self = g_new0 (LkDigest, 1);
  self->algorithm = algorithm;
  self->algorithm_named = g_hash_table_contains (parameters, "algorithm");
  self->has_qop = qop != NULL;
  self->realm = g_strdup (realm);
  self->nonce = g_strdup (nonce);
  self->opaque = g_strdup (opaque);
  return self;
}

static LkChallenges
take_challenge (const char *scheme, GHashTable *parameters, LkDigest **best)
{
  LkDigest *digest;
  const char *stale;
  LkChallenges found = LK_CHALLENGE_DIGEST;

  if (scheme == NULL)
    return 0;
  if (g_ascii_strcasecmp (scheme, "Basic") == 0)
    return LK_CHALLENGE_BASIC;
  digest = g_ascii_strcasecmp (scheme, "Digest") == 0 ? digest_new (parameters) : NULL;
  if (digest == NULL)
    return LK_CHALLENGE_UNKNOWN;

  stale = g_hash_table_lookup (parameters, "stale");
  if (stale != NULL && g_ascii_strcasecmp (stale, "true") == 0)
    found |= LK_CHALLENGE_STALE;
  if (*best == NULL || digest->algorithm->strength > (*best)->algorithm->strength)
    {
      lk_digest_free (*best);
      *best = digest;
    }
  else
    lk_digest_free (digest);
  return found;
}

LkChallenges
lk_digest_read_challenges (const char *header, LkDigest **digest)
{
  g_autoptr (GHashTable) parameters =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (LkDigest) best = NULL;
  g_autofree char *scheme = NULL;
  LkChallenges found = 0;

  g_return_val_if_fail (header != NULL, 0);

  for (const char *at = skip (header, ", \t"); *at != '\0'; at = skip (at, ", \t"))
    {
      gsize length;

      if (read_parameter (&at, parameters))
        continue;
      found |= take_challenge (scheme, parameters, &best);
      g_hash_table_remove_all (parameters);
      g_clear_pointer (&scheme, g_free);
      length = token_length (at);
      if (length > 0)
        scheme = g_strndup (at, length);
      at += MAX (length, 1);
    }
  found |= take_challenge (scheme, parameters, &best);

  if (digest != NULL)
    *digest = g_steal_pointer (&best);
  return found;
}

/* H of the parts joined by ':'; the password is never copied into a longer string. */
static char *
hash (LkDigest *self, const char *const *parts)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (self->algorithm->type);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (i > 0)
        g_checksum_update (checksum, (const guchar *)":", 1);
      g_checksum_update (checksum, (const guchar *)parts[i], (gssize)strlen (parts[i]));
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
append_quoted (GString *answer, const char *name, const char *value)
{
  g_string_append_printf (answer, "%s%s=\"", answer->len > strlen ("Digest ") ? ", " : "", name);
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (answer, '\\');
      g_string_append_c (answer, *at);
    }
  g_string_append_c (answer, '"');
}

static char *
make_cnonce (void)
{
  guint8 bytes[CNONCE_BYTES];

  if (gnutls_rnd (GNUTLS_RND_NONCE, bytes, sizeof bytes) < 0)
    {
      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8)g_random_int_range (0, 256);
    }
  return lk_hex_encode (bytes, sizeof bytes);
}

static char *
hash_user (LkDigest *self, const char *user, LkSecret *password)
{
  char *a1 =
    hash (self, (const char *[]){ user, self->realm, lk_secret_get_text (password), NULL });
  char *session;

  if (!self->algorithm->is_session)
    return a1;
  session = hash (self, (const char *[]){ a1, self->nonce, self->cnonce, NULL });
  lk_secret_free_text (a1);
  return session;
}

char *
lk_digest_answer (LkDigest *self,
                  const char *method,
                  const char *uri,
                  const char *user,
                  LkSecret *password,
                  const char *cnonce)
{
  GString *answer;
  g_autofree char *a2 = NULL;
  g_autofree char *response = NULL;
  g_autofree char *count = NULL;
  char *a1;

  g_return_val_if_fail (
    self != NULL && method != NULL && uri != NULL && user != NULL && password != NULL, NULL);

  self->n_answers++;
  if (self->cnonce == NULL)
    self->cnonce = cnonce != NULL ? g_strdup (cnonce) : make_cnonce ();
  count = g_strdup_printf ("%08x", self->n_answers);
  a1 = hash_user (self, user, password);
  a2 = hash (self, (const char *[]){ method, uri, NULL });
  response =
    self->has_qop
      ? hash (self, (const char *[]){ a1, self->nonce, count, self->cnonce, "auth", a2, NULL })
      : hash (self, (const char *[]){ a1, self->nonce, a2, NULL });
  lk_secret_free_text (a1);

  answer = g_string_new ("Digest ");
  append_quoted (answer, "username", user);
  append_quoted (answer, "realm", self->realm);
  append_quoted (answer, "nonce", self->nonce);
  append_quoted (answer, "uri", uri);
  append_quoted (answer, "response", response);
  if (self->algorithm_named)
    g_string_append_printf (answer, ", algorithm=%s", self->algorithm->name);
  if (self->opaque != NULL)
    append_quoted (answer, "opaque", self->opaque);
  if (self->has_qop)
    g_string_append_printf (answer, ", qop=auth, nc=%s", count);
  if (self->has_qop || self->algorithm->is_session)
    append_quoted (answer, "cnonce", self->cnonce);
  return g_string_free (answer, FALSE);
}

void
lk_digest_read_info (LkDigest *self, const char *header)
{
  g_autoptr (GHashTable) parameters =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *nonce;

  g_return_if_fail (self != NULL && header != NULL);

  for (const char *at = skip (header, ", \t"); *at != '\0'; at = skip (at, ", \t"))
    {
      if (!read_parameter (&at, parameters))
        at++;
    }
  nonce = g_hash_table_lookup (parameters, "nextnonce");
  if (nonce == NULL || *nonce == '\0' || !is_printable (nonce))
    return;
  g_free (self->nonce);
  self->nonce = g_strdup (nonce);
  g_clear_pointer (&self->cnonce, g_free);
  self->n_answers = 0;
}

const char *
lk_digest_get_algorithm (LkDigest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->algorithm->name;
}
