/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-inspection.h"

#include "certificate/lk-passed-checks.h"

#include <string.h>

#include <glib/gi18n.h>

/* More than this are for the list, not for an overview. */
#define MAX_MEMBERS 24
/* All issuers of a big file are not looked for: its certificates would have to be decoded first. */
#define MAX_POOL 2000

struct _LkInspection
{
  GObject parent_instance;

  LkEntry *entry;
  GDateTime *now;
  LkVerdict *verdict;
  char *remark;
  GPtrArray *findings;
  GPtrArray *passed;
  GPtrArray *uses;
  GListModel *sections;
  LkChain *chain;
  GPtrArray *members;
  GBytes *der;
  char *pem;
};

G_DEFINE_FINAL_TYPE (LkInspection, lk_inspection, G_TYPE_OBJECT)

static void
use_free (gpointer data)
{
  LkInspectionUse *use = data;

  g_free (use->text);
  g_free (use);
}

static void
lk_inspection_finalize (GObject *object)
{
  LkInspection *self = LK_INSPECTION (object);

  g_clear_object (&self->entry);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_clear_object (&self->verdict);
  g_clear_pointer (&self->remark, g_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->passed, g_ptr_array_unref);
  g_clear_pointer (&self->uses, g_ptr_array_unref);
  g_clear_object (&self->sections);
  g_clear_object (&self->chain);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->pem, g_free);
  G_OBJECT_CLASS (lk_inspection_parent_class)->finalize (object);
}

static void
lk_inspection_class_init (LkInspectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_inspection_finalize;
}

static void
lk_inspection_init (LkInspection *self)
{
  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
  self->passed = g_ptr_array_new_with_free_func (g_free);
  self->uses = g_ptr_array_new_with_free_func (use_free);
  self->members = g_ptr_array_new ();
}

/* RFC 7468: LF, 64 columns. */
static char *
make_pem (const char *label, GBytes *der)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (der, &size);
  g_autofree char *base64 = g_base64_encode (data, size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "-----BEGIN %s-----\n", label);
  for (gsize i = 0, length = strlen (base64); i < length; i += 64)
    {
      g_string_append_len (text, base64 + i, (gssize)MIN (64, length - i));
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, "-----END %s-----\n", label);
  return g_string_free (text, FALSE);
}

/* Private keys have no row: nothing of them leaves the inspector. */
static const struct
{
  LkItemKind kind;
  const char *label;
} pem_labels[] = {
  { LK_ITEM_PUBLIC_KEY, "PUBLIC KEY" },
  { LK_ITEM_REQUEST, "CERTIFICATE REQUEST" },
  { LK_ITEM_CRL, "X509 CRL" },
};

static void
fill_bytes (LkInspection *self, LkCertificate *certificate)
{
  LkItem *item = lk_entry_get_item (self->entry);

  if (certificate != NULL)
    {
      self->der = g_bytes_ref (lk_certificate_get_der (certificate));
      self->pem = lk_certificate_to_pem (certificate);
      return;
    }
  for (gsize i = 0; item != NULL && i < G_N_ELEMENTS (pem_labels); i++)
    if (pem_labels[i].kind == lk_item_get_kind (item) && lk_item_get_der (item) != NULL)
      {
        self->der = g_bytes_ref (lk_item_get_der (item));
        self->pem = make_pem (pem_labels[i].label, self->der);
      }
}

/* The parts in the order in which an administrator asks. @good is also what is said below the
 * verdict. */
static const struct
{
  LkJudgePurpose purpose;
  const char *title;
  const char *good;
} uses[] = {
  { LK_JUDGE_AS_CA, N_ ("As a trusted CA certificate"), N_ ("A camera can use it to check personal certificates.") },
  { LK_JUDGE_AS_PERSONAL, N_ ("As a personal certificate"), N_ ("With its private key it can log in to a camera that trusts its issuer.") },
  { LK_JUDGE_AS_SERVER, N_ ("As a server certificate"), N_ ("With its private key a camera can show it to browsers.") },
};

static LkFinding *
find_worst (GPtrArray *findings)
{
  return findings->len > 0 ? findings->pdata[0] : NULL;
}

static LkInspectionUse *
judge_use (const LkJudgeContext *general, gsize i)
{
  LkJudgeContext context = *general;
  LkInspectionUse *use = g_new0 (LkInspectionUse, 1);
  g_autoptr (GPtrArray) findings = NULL;
  LkFinding *worst;

  context.purpose = uses[i].purpose;
  /* A certificate alone may have its key anywhere: that it is not in this file says nothing. */
  if (context.purpose != LK_JUDGE_AS_CA &&
      (context.file == NULL || !lk_bundle_has_private_key (context.file)))
    context.file = NULL;
  findings = lk_judge (&context);
  worst = find_worst (findings);
  use->title = _ (uses[i].title);
  use->state = LK_VERDICT_GOOD;
  if (worst != NULL && lk_finding_get_severity (worst) >= LK_SEVERITY_WARNING)
    {
      use->state = lk_finding_get_severity (worst) == LK_SEVERITY_WARNING ? LK_VERDICT_WARNING
                                                                          : LK_VERDICT_BAD;
      use->text = g_strdup (lk_finding_get_message (worst));
    }
  else
    use->text = g_strdup (_ (uses[i].good));
  return use;
}

/* A CA is neither a person nor a camera: being told why would only distract. */
static gboolean
is_use_worth_asking (LkCertificate *certificate, LkJudgePurpose purpose)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (certificate);
  const char *wanted =
    purpose == LK_JUDGE_AS_PERSONAL ? GNUTLS_KP_TLS_WWW_CLIENT : GNUTLS_KP_TLS_WWW_SERVER;

  if (purpose == LK_JUDGE_AS_CA || !lk_certificate_has_basic_constraints_ca (certificate))
    return TRUE;
  return purposes != NULL && g_strv_contains (purposes, wanted);
}

/* What it is good for comes first; that it is not good for the rest is then nothing to worry
 * about. */
static int
compare_uses (gconstpointer a, gconstpointer b)
{
  const LkInspectionUse *first = *(const LkInspectionUse *const *)a;
  const LkInspectionUse *second = *(const LkInspectionUse *const *)b;

  return (first->state >= LK_VERDICT_BAD) - (second->state >= LK_VERDICT_BAD);
}

static void
calm_uses (GPtrArray *all)
{
  const LkInspectionUse *first = all->pdata[0];

  if (first->state == LK_VERDICT_BAD)
    return;
  for (guint i = 0; i < all->len; i++)
    {
      LkInspectionUse *use = all->pdata[i];

      if (use->state == LK_VERDICT_BAD)
        use->state = LK_VERDICT_NEUTRAL;
    }
}

static void
fill_uses (LkInspection *self, const LkJudgeContext *context)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      LkInspectionUse *use;

      if (!is_use_worth_asking (context->certificate, uses[i].purpose))
        continue;
      use = judge_use (context, i);
      g_ptr_array_add (self->uses, use);
      if (use->state == LK_VERDICT_GOOD && self->remark == NULL)
        self->remark = g_strdup (use->text);
    }
  g_ptr_array_sort (self->uses, compare_uses);
  calm_uses (self->uses);
}

/* Below bad news stands what to do, below what does not say why, and below a warning, what it is
 * about. */
static void
fill_remark (LkInspection *self)
{
  LkFinding *worst = find_worst (self->findings);
  LkVerdictState state = lk_verdict_get_state (self->verdict);
  const char *remark;

  if (state == LK_VERDICT_GOOD || worst == NULL ||
      lk_finding_get_severity (worst) < LK_SEVERITY_WARNING)
    return;
  remark = state == LK_VERDICT_BAD && lk_verdict_names_reason (self->verdict)
             ? lk_finding_get_remedy (worst)
             : NULL;
  g_free (self->remark);
  self->remark = g_strdup (remark != NULL ? remark : lk_finding_get_message (worst));
}

static void
judge_certificate (LkInspection *self, const LkJudgeContext *judge)
{
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->passed, g_ptr_array_unref);
  self->findings = lk_judge (judge);
  self->passed = lk_list_passed_checks (judge, self->findings);
  self->verdict = lk_verdict_new_for_certificate (judge, self->findings);
}

static GPtrArray *
list_pool (LkEntry *entry, const LkInspectionContext *context)
{
  LkBundle *bundle = lk_entry_get_bundle (entry);
  gboolean known = bundle != NULL && lk_bundle_count (bundle, LK_ITEM_CERTIFICATE) <= MAX_POOL;
  GPtrArray *pool =
    known ? lk_bundle_list_certificates (bundle) : g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; context->pool != NULL && i < context->pool->len; i++)
    g_ptr_array_add (pool, g_object_ref (context->pool->pdata[i]));
  return pool;
}

/* Slots of the camera, (nullable): not all of them are known as whole certificates. */
static GPtrArray *
list_trusted (LkSslTab *tab)
{
  const LkSslTabFields *fields = tab != NULL ? lk_ssl_tab_get_fields (tab) : NULL;
  GPtrArray *trusted;

  if (fields == NULL)
    return NULL;
  trusted = g_ptr_array_new ();
  for (guint i = 0; i < fields->trusted_capacity && i < LK_MAX_TRUSTED; i++)
    if (fields->trusted[i] != NULL &&
        lk_tab_certificate_get_certificate (fields->trusted[i]) != NULL)
      g_ptr_array_add (trusted, lk_tab_certificate_get_certificate (fields->trusted[i]));
  return trusted;
}

static void
inspect_certificate (LkInspection *self,
                     LkCertificate *certificate,
                     const LkInspectionContext *context)
{
  g_autoptr (GPtrArray) pool = list_pool (self->entry, context);
  g_autoptr (GPtrArray) trusted = list_trusted (context->tab);
  LkJudgeContext judge = {
    .purpose = LK_JUDGE_IN_GENERAL,
    .certificate = certificate,
    .pool = pool,
    .now = self->now,
    .file = lk_entry_get_bundle (self->entry),
    .camera_time = context->clock,
  };

  judge_certificate (self, &judge);
  fill_uses (self, &judge);
  fill_remark (self);
  self->chain =
    lk_chain_new (certificate, pool, trusted, context->clock != NULL ? context->clock : self->now,
                  LK_CHAIN_FOR_ANY);
}

static void
inspect_file (LkInspection *self, LkBundle *bundle)
{
  self->verdict = lk_verdict_new_for_file (bundle, self->now);
  if (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE) > MAX_MEMBERS)
    return;
  g_ptr_array_unref (self->members);
  self->members = lk_bundle_list_certificates (bundle);
}

static void
add_sections (GListStore *sections, GListModel *added)
{
  for (guint i = 0; i < g_list_model_get_n_items (added); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (added, i);

      g_list_store_append (sections, section);
    }
  g_object_unref (added);
}

static void
fill_sections (LkInspection *self)
{
  GListStore *sections = g_list_store_new (LK_TYPE_SECTION);
  LkBundle *bundle = lk_entry_get_bundle (self->entry);
  LkItem *item = lk_entry_get_item (self->entry);

  if (item != NULL)
    add_sections (sections, lk_describe_item (item, self->now));
  else if (lk_entry_get_certificate (self->entry) != NULL)
    add_sections (sections,
                  lk_describe_certificate (lk_entry_get_certificate (self->entry), self->now));
  if (bundle != NULL)
    {
      add_sections (sections, lk_describe_file (bundle, item));
      if (item == NULL && lk_bundle_get_pkcs12 (bundle) != NULL)
        add_sections (sections, lk_describe_pkcs12 (lk_bundle_get_pkcs12 (bundle)));
    }
  self->sections = G_LIST_MODEL (sections);
}

LkInspection *
lk_inspection_new (LkEntry *entry, const LkInspectionContext *context)
{
  LkInspection *self;
  LkCertificate *certificate;

  g_return_val_if_fail (LK_IS_ENTRY (entry) && context != NULL, NULL);

  self = g_object_new (LK_TYPE_INSPECTION, NULL);
  self->entry = g_object_ref (entry);
  self->now = context->now != NULL ? g_date_time_ref (context->now) : g_date_time_new_now_utc ();
  certificate = lk_entry_get_certificate (entry);

  if (certificate != NULL)
    inspect_certificate (self, certificate, context);
  else if (lk_entry_get_error (entry) != NULL)
    self->verdict = lk_verdict_new_for_error (lk_entry_get_error (entry));
  else if (lk_entry_get_item (entry) != NULL)
    self->verdict =
      lk_verdict_new_for_item (lk_entry_get_item (entry), lk_entry_get_bundle (entry), self->now);
  else
    inspect_file (self, lk_entry_get_bundle (entry));
  fill_sections (self);
  fill_bytes (self, certificate);
  return self;
}

/* The verdict is on the certificate: how its file is written is a matter for the findings. */
static LkVerdict *
judge_alone (const LkJudgeContext *use)
{
  LkJudgeContext alone = *use;
  g_autoptr (GPtrArray) findings = NULL;

  alone.file = NULL;
  findings = lk_judge (&alone);
  return lk_verdict_new_for_certificate (&alone, findings);
}

LkInspection *
lk_inspection_new_for_use (const LkJudgeContext *use)
{
  LkInspection *self;

  g_return_val_if_fail (use != NULL && LK_IS_CERTIFICATE (use->certificate), NULL);

  self = g_object_new (LK_TYPE_INSPECTION, NULL);
  self->entry = lk_entry_new_for_certificate (use->certificate);
  self->now = use->now != NULL ? g_date_time_ref (use->now) : g_date_time_new_now_utc ();
  judge_certificate (self, use);
  g_object_unref (self->verdict);
  self->verdict = judge_alone (use);
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    if (uses[i].purpose == use->purpose)
      self->remark = g_strdup (_ (uses[i].good));
  fill_remark (self);
  fill_sections (self);
  fill_bytes (self, use->certificate);
  return self;
}

LkEntry *
lk_inspection_get_entry (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->entry;
}

const char *
lk_inspection_get_title (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return lk_entry_get_title (self->entry);
}

LkVerdict *
lk_inspection_get_verdict (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->verdict;
}

const char *
lk_inspection_get_remark (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->remark;
}

GPtrArray *
lk_inspection_get_findings (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->findings;
}

GPtrArray *
lk_inspection_get_passed (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->passed;
}

GPtrArray *
lk_inspection_get_uses (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->uses;
}

GListModel *
lk_inspection_get_sections (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->sections;
}

GPtrArray *
lk_inspection_get_members (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->members;
}

LkChain *
lk_inspection_get_chain (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->chain;
}

LkCertificate *
lk_inspection_get_certificate (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return lk_entry_get_certificate (self->entry);
}

GDateTime *
lk_inspection_get_now (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->now;
}

GBytes *
lk_inspection_get_der (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->der;
}

const char *
lk_inspection_get_pem (LkInspection *self)
{
  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);
  return self->pem;
}

char *
lk_inspection_to_text (LkInspection *self)
{
  g_autofree char *fields = NULL;
  GString *text;

  g_return_val_if_fail (LK_IS_INSPECTION (self), NULL);

  fields = lk_description_to_text (self->sections);
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\n%s\n", lk_inspection_get_title (self),
                          lk_verdict_get_text (self->verdict));
  for (guint i = 0; i < self->findings->len; i++)
    {
      g_autofree char *finding = lk_finding_to_text (self->findings->pdata[i]);

      g_string_append_printf (text, "\n%s\n", g_strchomp (finding));
    }
  g_string_append_printf (text, "\n%s", fields);
  if (self->pem != NULL)
    g_string_append_printf (text, "\n%s", self->pem);
  return g_string_free (text, FALSE);
}
