/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The plain getters of LkCertificate: what the reader found, handed out. */

#include "config.h"

#include "certificate/lk-certificate-private.h"

static const char *const *
list_or_empty (GStrv list)
{
  static const char *const empty[] = { NULL };

  return list != NULL ? (const char *const *)list : empty;
}

const char *
lk_certificate_get_title (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->title;
}

const char *
lk_certificate_get_subject (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->subject;
}

const char *
lk_certificate_get_issuer (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->issuer;
}

const char *
lk_certificate_get_serial (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->serial;
}

guint
lk_certificate_get_version (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), 0);

  return self->version;
}

GDateTime *
lk_certificate_get_not_before (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->not_before.time;
}

GDateTime *
lk_certificate_get_not_after (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->not_after.time;
}

gboolean
lk_certificate_has_basic_constraints_ca (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);

  return self->basic_ca;
}

int
lk_certificate_get_path_length (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), -1);

  return self->path_length;
}

gboolean
lk_certificate_has_key_usage (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);

  return self->has_key_usage;
}

LkKeyUsage
lk_certificate_get_key_usage (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), 0);

  return (LkKeyUsage)self->key_usage;
}

const char *const *
lk_certificate_get_extended_key_usage (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return (const char *const *)self->purposes;
}

const char *const *
lk_certificate_get_subject_alt_names (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return list_or_empty (self->alt_names);
}

const char *const *
lk_certificate_get_permitted_names (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return list_or_empty (self->permitted);
}

const char *const *
lk_certificate_get_excluded_names (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return list_or_empty (self->excluded);
}

const char *
lk_certificate_get_key_algorithm (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return lk_public_key_get_algorithm (self->key);
}

guint
lk_certificate_get_key_bits (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), 0);

  return lk_public_key_get_bits (self->key);
}

const char *
lk_certificate_get_key_curve (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return lk_public_key_get_curve (self->key);
}

const char *
lk_certificate_get_spki_sha256 (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return lk_public_key_get_sha256 (self->key);
}

LkPublicKey *
lk_certificate_get_public_key (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->key;
}

const char *
lk_certificate_get_signature_algorithm (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->signature_oid;
}

const char *
lk_certificate_get_signature_hash (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->signature_hash;
}

const char *
lk_certificate_get_sha256 (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->sha256;
}

const char *
lk_certificate_get_sha1 (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->sha1;
}

const char *
lk_certificate_get_subject_key_id (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->subject_key_id;
}

const char *
lk_certificate_get_authority_key_id (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->authority_key_id;
}

const char *
lk_certificate_get_common_name (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->common_name;
}

GPtrArray *
lk_certificate_get_extensions (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->extensions;
}

GPtrArray *
lk_certificate_get_defects (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->defects;
}

GBytes *
lk_certificate_get_serial_bytes (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->serial_bytes;
}

const LkDerItem *
lk_certificate_get_subject_item (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return &self->subject_item;
}

const LkDerItem *
lk_certificate_get_issuer_item (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return &self->issuer_item;
}
