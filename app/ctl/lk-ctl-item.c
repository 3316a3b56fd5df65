/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-item.h"

#include "certificate/lk-judge.h"
#include "ctl/lk-ctl-output.h"

/* RFC 5280 4.2.1.3, in the order of its bits. */
static const char *const key_usage_names[] = {
  "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
  "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly"
};

static void
add_key_usage (JsonBuilder *builder, LkCertificate *certificate)
{
  guint usage = lk_certificate_get_key_usage (certificate);

  json_builder_set_member_name (builder, "key_usage");
  json_builder_begin_array (builder);
  for (guint i = 0;
       lk_certificate_has_key_usage (certificate) && i < G_N_ELEMENTS (key_usage_names); i++)
    if ((usage & 1u << i) != 0)
      json_builder_add_string_value (builder, key_usage_names[i]);
  json_builder_end_array (builder);
}

static void
add_key (JsonBuilder *builder, const char *algorithm, guint bits, const char *curve)
{
  json_builder_set_member_name (builder, "key");
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "algorithm", algorithm);
  json_builder_set_member_name (builder, "bits");
  json_builder_add_int_value (builder, bits);
  lk_ctl_add_string (builder, "curve", curve);
  json_builder_end_object (builder);
}

static void
add_extensions (JsonBuilder *builder, GPtrArray *extensions)
{
  json_builder_set_member_name (builder, "extensions");
  json_builder_begin_array (builder);
  for (guint i = 0; extensions != NULL && i < extensions->len; i++)
    {
      LkExtension *extension = g_ptr_array_index (extensions, i);

      json_builder_begin_object (builder);
      lk_ctl_add_string (builder, "oid", lk_extension_get_oid (extension));
      lk_ctl_add_string (builder, "name", lk_extension_get_name (extension));
      json_builder_set_member_name (builder, "critical");
      json_builder_add_boolean_value (builder, lk_extension_is_critical (extension));
      lk_ctl_add_string (builder, "text", lk_extension_get_text (extension));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
lk_ctl_add_findings (JsonBuilder *builder, GPtrArray *findings)
{
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    {
      LkFinding *finding = g_ptr_array_index (findings, i);

      json_builder_begin_object (builder);
      lk_ctl_add_string (builder, "id", lk_finding_get_id (finding));
      lk_ctl_add_string (builder, "severity", lk_finding_get_severity_name (finding));
      lk_ctl_add_string (builder, "message", lk_finding_get_message (finding));
      lk_ctl_add_string (builder, "remedy", lk_finding_get_remedy (finding));
      lk_ctl_add_string (builder, "source", lk_finding_get_source (finding));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_findings (JsonBuilder *builder, LkCertificate *certificate, GPtrArray *pool, LkBundle *file)
{
  LkJudgeContext context = {
    .purpose = LK_JUDGE_IN_GENERAL, .certificate = certificate, .pool = pool, .file = file
  };
  g_autoptr (GPtrArray) findings = lk_judge (&context);

  lk_ctl_add_findings (builder, findings);
}

static void
add_fingerprints (JsonBuilder *builder, LkCertificate *certificate)
{
  json_builder_set_member_name (builder, "fingerprints");
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "sha256", lk_certificate_get_sha256 (certificate));
  lk_ctl_add_string (builder, "sha1", lk_certificate_get_sha1 (certificate));
  lk_ctl_add_string (builder, "spki_sha256", lk_certificate_get_spki_sha256 (certificate));
  json_builder_end_object (builder);
}

static void
add_certificate_members (JsonBuilder *builder,
                         LkCertificate *certificate,
                         GPtrArray *pool,
                         LkBundle *file)
{
  int path_length = lk_certificate_get_path_length (certificate);

  lk_ctl_add_string (builder, "subject", lk_certificate_get_subject (certificate));
  lk_ctl_add_string (builder, "issuer", lk_certificate_get_issuer (certificate));
  lk_ctl_add_string (builder, "serial", lk_certificate_get_serial (certificate));
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, lk_certificate_get_version (certificate));
  lk_ctl_add_time (builder, "not_before", lk_certificate_get_not_before (certificate));
  lk_ctl_add_time (builder, "not_after", lk_certificate_get_not_after (certificate));
  json_builder_set_member_name (builder, "is_ca");
  json_builder_add_boolean_value (builder, lk_certificate_is_ca (certificate));
  json_builder_set_member_name (builder, "path_length");
  if (path_length >= 0)
    json_builder_add_int_value (builder, path_length);
  else
    json_builder_add_null_value (builder);
  add_key_usage (builder, certificate);
  lk_ctl_add_strings (builder, "extended_key_usage", lk_certificate_get_extended_key_usage (certificate));
  lk_ctl_add_strings (builder, "subject_alt_names", lk_certificate_get_subject_alt_names (certificate));
  add_key (builder, lk_certificate_get_key_algorithm (certificate),
           lk_certificate_get_key_bits (certificate), lk_certificate_get_key_curve (certificate));
  lk_ctl_add_string (builder, "signature_algorithm", lk_certificate_get_signature_algorithm (certificate));
  add_fingerprints (builder, certificate);
  add_extensions (builder, lk_certificate_get_extensions (certificate));
  add_findings (builder, certificate, pool, file);
}

void
lk_ctl_add_certificate (JsonBuilder *builder,
                        LkCertificate *certificate,
                        GPtrArray *pool,
                        LkBundle *file)
{
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "kind", "certificate");
  add_certificate_members (builder, certificate, pool, file);
  json_builder_end_object (builder);
}

static void
add_private_key_members (JsonBuilder *builder, LkPrivateKey *key)
{
  lk_ctl_add_string (builder, "format", lk_private_key_get_format (key));
  json_builder_set_member_name (builder, "encrypted");
  json_builder_add_boolean_value (builder, lk_private_key_is_encrypted (key));
  json_builder_set_member_name (builder, "locked");
  json_builder_add_boolean_value (builder, lk_private_key_is_locked (key));
  lk_ctl_add_string (builder, "protection", lk_private_key_get_protection (key));
  if (lk_private_key_is_locked (key))
    lk_ctl_add_string (builder, "key", NULL);
  else
    add_key (builder, lk_private_key_get_algorithm (key), lk_private_key_get_bits (key),
             lk_private_key_get_curve (key));
  lk_ctl_add_string (builder, "spki_sha256", lk_private_key_get_spki_sha256 (key));
}

static void
add_public_key_members (JsonBuilder *builder, LkPublicKey *key)
{
  add_key (builder, lk_public_key_get_algorithm (key), lk_public_key_get_bits (key),
           lk_public_key_get_curve (key));
  lk_ctl_add_string (builder, "spki_sha256", lk_public_key_get_sha256 (key));
}

static void
add_request_members (JsonBuilder *builder, LkCertificateRequest *request)
{
  LkPublicKey *key = lk_certificate_request_get_public_key (request);

  lk_ctl_add_string (builder, "subject", lk_certificate_request_get_subject (request));
  json_builder_set_member_name (builder, "signature_valid");
  json_builder_add_boolean_value (builder, lk_certificate_request_is_signature_valid (request));
  lk_ctl_add_string (builder, "signature_algorithm", lk_certificate_request_get_signature_algorithm (request));
  add_public_key_members (builder, key);
  add_extensions (builder, lk_certificate_request_get_extensions (request));
}

static void
add_crl_members (JsonBuilder *builder, LkCrl *crl)
{
  lk_ctl_add_string (builder, "issuer", lk_crl_get_issuer (crl));
  lk_ctl_add_time (builder, "this_update", lk_crl_get_this_update (crl));
  lk_ctl_add_time (builder, "next_update", lk_crl_get_next_update (crl));
  json_builder_set_member_name (builder, "revoked");
  json_builder_add_int_value (builder, lk_crl_get_revoked_count (crl));
  lk_ctl_add_string (builder, "signature_algorithm", lk_crl_get_signature_algorithm (crl));
  add_extensions (builder, lk_crl_get_extensions (crl));
}

/* An item whose content could not be decoded after all has its kind and problem only. */
void
lk_ctl_add_item (JsonBuilder *builder, LkItem *item, GPtrArray *pool, LkBundle *file)
{
  LkCertificate *certificate = lk_item_get_certificate (item);
  LkPrivateKey *private_key = lk_item_get_private_key (item);
  LkPublicKey *public_key = lk_item_get_public_key (item);
  LkCertificateRequest *request = lk_item_get_request (item);
  LkCrl *crl = lk_item_get_crl (item);

  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "kind", lk_item_get_kind_name (item));
  json_builder_set_member_name (builder, "number");
  json_builder_add_int_value (builder, lk_item_get_number (item));
  if (lk_item_get_label (item) != NULL)
    lk_ctl_add_string (builder, "label", lk_item_get_label (item));
  if (lk_item_get_friendly_name (item) != NULL)
    lk_ctl_add_string (builder, "friendly_name", lk_item_get_friendly_name (item));
  if (lk_item_get_problem (item) != NULL)
    lk_ctl_add_string (builder, "problem", lk_item_get_problem (item));
  if (certificate != NULL)
    add_certificate_members (builder, certificate, pool, file);
  if (private_key != NULL)
    add_private_key_members (builder, private_key);
  if (public_key != NULL)
    add_public_key_members (builder, public_key);
  if (request != NULL)
    add_request_members (builder, request);
  if (crl != NULL)
    add_crl_members (builder, crl);
  json_builder_end_object (builder);
}
