/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-finding.h"

struct _LkFinding
{
  GObject parent_instance;

  LkFindingFields fields;
  char *message;
  char *remedy;
};

G_DEFINE_FINAL_TYPE (LkFinding, lk_finding, G_TYPE_OBJECT)

static void
lk_finding_finalize (GObject *object)
{
  LkFinding *self = LK_FINDING (object);

  g_free (self->message);
  g_free (self->remedy);

  G_OBJECT_CLASS (lk_finding_parent_class)->finalize (object);
}

static void
lk_finding_class_init (LkFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_finding_finalize;
}

static void
lk_finding_init (LkFinding *self)
{
}

LkFinding *
lk_finding_new (const LkFindingFields *fields)
{
  LkFinding *self;

  g_return_val_if_fail (fields != NULL && fields->id != NULL && fields->message != NULL, NULL);

  self = g_object_new (LK_TYPE_FINDING, NULL);
  self->fields = *fields;
  self->fields.message = self->message = g_strdup (fields->message);
  self->fields.remedy = self->remedy = g_strdup (fields->remedy);
  return self;
}

const char *
lk_finding_get_id (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), NULL);

  return self->fields.id;
}

guint
lk_finding_get_number (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), 0);

  return self->fields.number;
}

const char *
lk_finding_get_source (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), NULL);

  return self->fields.source;
}

const char *
lk_finding_get_field (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), NULL);

  return self->fields.field;
}

LkSeverity
lk_finding_get_severity (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), LK_SEVERITY_INFO);

  return self->fields.severity;
}

const char *
lk_finding_get_message (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), NULL);

  return self->message;
}

const char *
lk_finding_get_remedy (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), NULL);

  return self->remedy;
}

gboolean
lk_finding_is_blocking (LkFinding *self)
{
  return lk_finding_get_severity (self) == LK_SEVERITY_BLOCK;
}

const char *
lk_finding_get_severity_name (LkFinding *self)
{
  static const char *const names[] = {
    [LK_SEVERITY_INFO] = "info",
    [LK_SEVERITY_WARNING] = "warning",
    [LK_SEVERITY_ERROR] = "error",
    [LK_SEVERITY_BLOCK] = "error",
  };

  return names[lk_finding_get_severity (self)];
}

char *
lk_finding_to_text (LkFinding *self)
{
  g_return_val_if_fail (LK_IS_FINDING (self), NULL);

  return g_strjoin ("\n", self->message, self->remedy != NULL ? self->remedy : self->fields.source,
                    self->remedy != NULL ? self->fields.source : NULL, NULL);
}
