/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-verdict.h"

#include "base/lk-error.h"
#include "certificate/lk-judge-private.h"

#include <glib/gi18n-lib.h>

struct _LkVerdict
{
  GObject parent_instance;

  LkVerdictState state;
  gboolean names_reason;
  char *text;
};

G_DEFINE_FINAL_TYPE (LkVerdict, lk_verdict, G_TYPE_OBJECT)

typedef enum
{
  KIND_CA,
  KIND_PERSONAL,
  KIND_SERVER,
  KIND_BOTH,
  KIND_PLAIN,
  KIND_OTHER,
  N_KINDS
} Kind;

typedef enum
{
  PERIOD_GOOD,
  PERIOD_PAST,
  PERIOD_FUTURE,
  PERIOD_UNKNOWN,
  N_PERIODS
} Period;

/* Translators: %s is a date. */
static const char *const sentences[N_KINDS][N_PERIODS] = {
  [KIND_CA] = { N_ ("CA certificate, good until %s"), N_ ("Expired CA certificate: it ended on %s"),
                N_ ("CA certificate that is not valid before %s"), N_ ("CA certificate whose period cannot be read") },
  [KIND_PERSONAL] = { N_ ("Personal certificate for logging in, good until %s"), N_ ("Expired personal certificate: it ended on %s"),
                      N_ ("Personal certificate that is not valid before %s"), N_ ("Personal certificate whose period cannot be read") },
  [KIND_SERVER] = { N_ ("Server certificate, good until %s"), N_ ("Expired server certificate: it ended on %s"),
                    N_ ("Server certificate that is not valid before %s"), N_ ("Server certificate whose period cannot be read") },
  [KIND_BOTH] = { N_ ("Certificate for servers and for logging in, good until %s"), N_ ("Expired certificate for servers and for logging in: it ended on %s"),
                  N_ ("Certificate for servers and for logging in that is not valid before %s"),
                  N_ ("Certificate for servers and for logging in whose period cannot be read") },
  [KIND_PLAIN] = { N_ ("Certificate without a stated purpose, not a CA, good until %s"), N_ ("Expired certificate without a stated purpose: it ended on %s"),
                   N_ ("Certificate without a stated purpose that is not valid before %s"),
                   N_ ("Certificate without a stated purpose whose period cannot be read") },
  [KIND_OTHER] = { N_ ("Not a CA and not for TLS: a camera has no use for it (good until %s)"), N_ ("Expired certificate that is not for TLS: it ended on %s"),
                   N_ ("Not a CA and not for TLS: a camera has no use for it (not valid before %s)"),
                   N_ ("Not a CA and not for TLS: a camera has no use for it") },
};

/* Within their period, but something is wrong that only a finding can tell. */
static const char *const useless[N_KINDS] = {
  [KIND_CA] = N_ ("CA certificate that will not work"),
  [KIND_PERSONAL] = N_ ("Personal certificate that will not work"),
  [KIND_SERVER] = N_ ("Server certificate that will not work"),
  [KIND_BOTH] = N_ ("Certificate for servers and for logging in that will not work"),
  [KIND_PLAIN] = N_ ("Certificate without a stated purpose that will not work"),
  [KIND_OTHER] = N_ ("Certificate that is not for TLS and will not work"),
};

/* Findings that say more than any period, the gravest first. */
static const struct
{
  const char *id;
  guint purposes;
  const char *text;
} overrides[] = {
  { "self-signature", LK_JUDGE_ANY, N_ ("Do not use it: it was changed after it was signed") },
  { "not-ca", LK_JUDGE_AS_CA, N_ ("Not a CA certificate: the camera will not take it") },
  { "certsign-no-ca", LK_JUDGE_IN_GENERAL | LK_JUDGE_AS_CA, N_ ("Not a CA certificate: the camera will not take it") },
  { "ca-no-certsign", LK_JUDGE_IN_GENERAL | LK_JUDGE_AS_CA, N_ ("Not a usable CA certificate: its key may not sign certificates") },
  { "eku-no-client", LK_JUDGE_AS_PERSONAL, N_ ("Not made for logging in") },
  { "ku-no-sign", LK_JUDGE_AS_PERSONAL, N_ ("Not usable for logging in: its key may not sign") },
  { "p12-no-key", LK_JUDGE_AS_PERSONAL | LK_JUDGE_AS_SERVER, N_ ("Not usable: the private key for it is missing") },
  { "no-camera-ca", LK_JUDGE_AS_PERSONAL, N_ ("Personal certificate that this camera will not accept") },
  { "ku-no-server", LK_JUDGE_AS_SERVER, N_ ("Not usable for a server: its key may not be used for TLS") },
  { "eku-no-server", LK_JUDGE_AS_SERVER, N_ ("Not made for servers") },
  { "camera-clock", LK_JUDGE_USE, N_ ("The camera’s clock is wrong: it would refuse this certificate") },
};

static void
lk_verdict_finalize (GObject *object)
{
  g_free (LK_VERDICT (object)->text);

  G_OBJECT_CLASS (lk_verdict_parent_class)->finalize (object);
}

static void
lk_verdict_class_init (LkVerdictClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_verdict_finalize;
}

static void
lk_verdict_init (LkVerdict *self)
{
}

static LkVerdict *
new_take (LkVerdictState state, char *text)
{
  LkVerdict *self = g_object_new (LK_TYPE_VERDICT, NULL);

  self->state = state;
  self->names_reason = TRUE;
  self->text = text;
  return self;
}

static LkVerdict *
new_literal (LkVerdictState state, const char *text)
{
  return new_take (state, g_strdup (text));
}

static Kind
get_kind (LkCertificate *certificate)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (certificate);
  gboolean any = purposes != NULL && g_strv_contains (purposes, GNUTLS_KP_ANY);
  gboolean client, server;

  if (lk_judge_claims_ca (certificate))
    return KIND_CA;
  if (purposes == NULL || any)
    return KIND_PLAIN;
  client = g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_CLIENT);
  server = g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_SERVER);
  if (client && server)
    return KIND_BOTH;
  return client ? KIND_PERSONAL : server ? KIND_SERVER
                                         : KIND_OTHER;
}

static Period
get_period (LkCertificate *certificate, GDateTime *now, GDateTime **date)
{
  GDateTime *not_before = lk_certificate_get_not_before (certificate);
  GDateTime *not_after = lk_certificate_get_not_after (certificate);

  *date = not_after;
  if (not_before == NULL || not_after == NULL)
    return PERIOD_UNKNOWN;
  if (g_date_time_compare (now, not_after) > 0)
    return PERIOD_PAST;
  if (g_date_time_compare (now, not_before) >= 0)
    return PERIOD_GOOD;
  *date = not_before;
  return PERIOD_FUTURE;
}

/* The state that the findings make: what is only worth knowing leaves it good. */
static LkVerdictState
get_worst_state (GPtrArray *findings, Kind kind)
{
  LkVerdictState state =
    kind == KIND_PLAIN || kind == KIND_OTHER ? LK_VERDICT_NEUTRAL : LK_VERDICT_GOOD;

  for (guint i = 0; i < findings->len; i++)
    {
      LkSeverity severity = lk_finding_get_severity (g_ptr_array_index (findings, i));

      if (severity >= LK_SEVERITY_ERROR)
        return LK_VERDICT_BAD;
      if (severity == LK_SEVERITY_WARNING)
        state = LK_VERDICT_WARNING;
    }
  return state;
}

static const char *
find_override (const LkJudgeContext *context, GPtrArray *findings)
{
  for (gsize i = 0; i < G_N_ELEMENTS (overrides); i++)
    {
      LkFinding *finding = lk_findings_find (findings, overrides[i].id);

      if (finding != NULL && (overrides[i].purposes & context->purpose) &&
          lk_finding_get_severity (finding) >= LK_SEVERITY_ERROR)
        return _ (overrides[i].text);
    }
  return NULL;
}

LkVerdict *
lk_verdict_new_for_certificate (const LkJudgeContext *context, GPtrArray *findings)
{
  g_autoptr (GDateTime) now =
    context->now != NULL ? g_date_time_ref (context->now) : g_date_time_new_now_utc ();
  const char *override = find_override (context, findings);
  Kind kind = get_kind (context->certificate);
  GDateTime *date = NULL;
  Period period = get_period (context->certificate, now, &date);
  LkVerdictState state = get_worst_state (findings, kind);
  LkArguments arguments = { { NULL } };
  char *text;

  if (override != NULL)
    return new_literal (LK_VERDICT_BAD, override);
  if (period == PERIOD_GOOD && state == LK_VERDICT_BAD)
    {
      LkVerdict *self = new_literal (state, _ (useless[kind]));

      self->names_reason = FALSE;
      return self;
    }
  if (period != PERIOD_UNKNOWN)
    arguments.texts[0] = lk_judge_format_day (date);
  text = lk_judge_fill (_ (sentences[kind][period]), &arguments);
  g_free (arguments.texts[0]);
  return new_take (state, text);
}

static LkVerdict *
new_for_private_key (LkPrivateKey *key)
{
  if (key == NULL || lk_private_key_is_locked (key))
    return new_literal (LK_VERDICT_NEUTRAL, _ ("Private key, protected with a password: keep it secret"));
  if (lk_private_key_is_encrypted (key))
    return new_literal (LK_VERDICT_NEUTRAL, _ ("Private key, protected with a password that was right: keep it secret"));
  return new_literal (LK_VERDICT_WARNING, _ ("Private key without a password: keep it secret"));
}

static LkVerdict *
new_for_crl (LkCrl *crl, GDateTime *now)
{
  GDateTime *next = crl != NULL ? lk_crl_get_next_update (crl) : NULL;

  if (crl == NULL)
    return new_literal (LK_VERDICT_BAD, _ ("Damaged list of revoked certificates"));
  if (next != NULL && g_date_time_compare (now, next) > 0)
    return new_literal (LK_VERDICT_WARNING, _ ("List of revoked certificates, out of date"));
  return new_literal (LK_VERDICT_NEUTRAL, _ ("List of revoked certificates; a camera has no use for it"));
}

static LkVerdict *
new_for_certificate_item (LkItem *item, LkBundle *file, GDateTime *now)
{
  LkCertificate *certificate = lk_item_get_certificate (item);
  LkJudgeContext context = {
    .purpose = LK_JUDGE_IN_GENERAL, .certificate = certificate, .file = file, .now = now
  };
  g_autoptr (GPtrArray) findings = NULL;

  if (certificate == NULL)
    return new_literal (LK_VERDICT_BAD, _ ("Damaged certificate"));
  findings = lk_judge (&context);
  return lk_verdict_new_for_certificate (&context, findings);
}

LkVerdict *
lk_verdict_new_for_item (LkItem *item, LkBundle *file, GDateTime *time)
{
  g_autoptr (GDateTime) now = time != NULL ? g_date_time_ref (time) : g_date_time_new_now_utc ();

  g_return_val_if_fail (LK_IS_ITEM (item), NULL);

  switch (lk_item_get_kind (item))
    {
    case LK_ITEM_CERTIFICATE:
      return new_for_certificate_item (item, file, now);
    case LK_ITEM_PRIVATE_KEY:
      return new_for_private_key (lk_item_get_private_key (item));
    case LK_ITEM_PUBLIC_KEY:
      return new_literal (LK_VERDICT_NEUTRAL, _ ("Public key; a camera needs a certificate"));
    case LK_ITEM_REQUEST:
      return new_literal (LK_VERDICT_NEUTRAL, _ ("Certificate request: a CA has yet to make a certificate from it"));
    case LK_ITEM_CRL:
      return new_for_crl (lk_item_get_crl (item), now);
    case LK_ITEM_OTHER:
      return new_literal (LK_VERDICT_NEUTRAL, _ ("Nothing that a camera has a use for"));
    case LK_ITEM_UNREADABLE:
    default:
      return new_literal (LK_VERDICT_BAD, _ ("Damaged: it cannot be read"));
    }
}

/* The certificate whose key lies in the same file, or NULL. */
static LkItem *
find_owned (LkBundle *file)
{
  GListModel *items = lk_bundle_get_items (file);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  guint count = g_list_model_get_n_items (items);

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      LkPrivateKey *key = lk_item_get_private_key (item);

      if (key != NULL && lk_private_key_get_spki_sha256 (key) != NULL)
        g_hash_table_add (keys, (gpointer)lk_private_key_get_spki_sha256 (key));
    }
  for (guint i = 0; i < count && g_hash_table_size (keys) > 0; i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      LkCertificate *certificate = lk_item_get_certificate (item);

      if (certificate != NULL &&
          g_hash_table_contains (keys, lk_certificate_get_spki_sha256 (certificate)))
        return g_steal_pointer (&item);
    }
  return NULL;
}

LkVerdict *
lk_verdict_new_for_file (LkBundle *file, GDateTime *now)
{
  g_autoptr (LkItem) item = NULL;
  guint certificates, total;

  g_return_val_if_fail (LK_IS_BUNDLE (file), NULL);

  total = g_list_model_get_n_items (lk_bundle_get_items (file));
  certificates = lk_bundle_count (file, LK_ITEM_CERTIFICATE);
  item = total == 1 ? g_list_model_get_item (lk_bundle_get_items (file), 0) : NULL;
  if (item == NULL && lk_bundle_count (file, LK_ITEM_PRIVATE_KEY) > 0)
    item = find_owned (file);
  if (item != NULL)
    return lk_verdict_new_for_item (item, file, now);
  if (certificates > 0)
    return new_take (LK_VERDICT_NEUTRAL,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "File with %u certificate",
                                                   "File with %u certificates", certificates),
                                      certificates));
  return new_take (
    LK_VERDICT_NEUTRAL,
    g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "File with %u object", "File with %u objects", total), total));
}

LkVerdict *
lk_verdict_new_for_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED))
    return new_literal (LK_VERDICT_NEUTRAL, _ ("Protected with a password: enter it to see what is inside"));
  if (g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG))
    return new_literal (LK_VERDICT_WARNING, _ ("The password does not open it: enter it again"));
  return new_literal (LK_VERDICT_BAD, _ ("Not a certificate file, or a damaged one"));
}

LkVerdictState
lk_verdict_get_state (LkVerdict *self)
{
  g_return_val_if_fail (LK_IS_VERDICT (self), LK_VERDICT_BAD);

  return self->state;
}

const char *
lk_verdict_get_state_name (LkVerdict *self)
{
  static const char *const names[] = { "good", "neutral", "warning", "bad" };

  return names[lk_verdict_get_state (self)];
}

const char *
lk_verdict_get_text (LkVerdict *self)
{
  g_return_val_if_fail (LK_IS_VERDICT (self), NULL);

  return self->text;
}

gboolean
lk_verdict_names_reason (LkVerdict *self)
{
  g_return_val_if_fail (LK_IS_VERDICT (self), TRUE);

  return self->names_reason;
}
